// SPDX-License-Identifier: GPL-3.0-or-later
// Files as large as they may be, in the shapes that make parsers slow or greedy. Each is read in a process of
// its own that the kernel ends when it takes 256 MB, or 10 seconds of a processor, many times what any shape
// takes.
#include "common/config/configdocument.h"

#include "tests/support/testregistry.h"

#include <QFile>
#include <QTest>

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <functional>
#include <new>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace archivesmp;
using namespace archivesmp::config;
using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype largest = ParseLimits().bytes;
constexpr rlim_t memory = 256 * 1024 * 1024;

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool limitsMemory = false; // a sanitizer takes terabytes of addresses
#else
constexpr bool limitsMemory = true;
#endif

QByteArray filled(const QByteArray &begin, const QByteArray &piece, const QByteArray &end = {})
{
    return begin + piece.repeated((largest - begin.size() - end.size()) / piece.size()) + end;
}

// With a number in the place of every %1.
QByteArray numbered(const QByteArray &pattern)
{
    QByteArray text;
    text.reserve(largest);
    for (int i = 0; text.size() < largest - 100; ++i)
        text += QByteArray(pattern).replace("%1", QByteArray::number(i));
    return text;
}

rlim_t addressesInUse()
{
    QFile statm(u"/proc/self/statm"_s);
    const rlim_t pages
        = statm.open(QIODevice::ReadOnly) ? statm.readAll().split(' ').first().toULongLong() : 0;
    return pages * static_cast<rlim_t>(sysconf(_SC_PAGESIZE));
}

void setLimit(decltype(RLIMIT_AS) what, rlim_t most)
{
    const rlimit limit{most, most};
    setrlimit(what, &limit);
}

int statusOf(pid_t child)
{
    int status = -1;
    while (waitpid(child, &status, 0) < 0 && errno == EINTR) { }
    return status;
}

// Made when it is its turn: a process that holds them all takes long to fork.
using Maker = std::function<QByteArray()>;

// How the process ended that has read it: 0 where all is well.
int readAlone(const QByteArray &source, Format format)
{
    const pid_t child = fork();
    if (child == 0) {
        setLimit(RLIMIT_CORE, 0);
        setLimit(RLIMIT_CPU, 10);
        if (limitsMemory)
            setLimit(RLIMIT_AS, addressesInUse() + memory);
        std::signal(SIGABRT, SIG_DFL);
        std::signal(SIGSEGV, SIG_DFL);
        try {
            const auto document = parse(source, format, pluginFileLimits);
            _exit(!document && document.error().message.isEmpty() ? 1 : 0);
        } catch (const std::bad_alloc &) {
            _exit(2);
        }
    }
    return statusOf(child);
}

} // namespace

Q_DECLARE_METATYPE(Maker)

class TestWorstCases final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void staysWithinItsBudget_data()
    {
        QTest::addColumn<Maker>("maker");

        const auto row
            = [](const QByteArray &name, const Maker &maker) { QTest::newRow(name.constData()) << maker; };
        for (const char *piece : {"[",        "{",       "- ",       "\"",
                                  "'",        "a: &a ",  "a: &a\n",  "&a ",
                                  "? ",       "a.",      "a {",      "\\\n",
                                  "#",        "/*",      "\"\"\"",   "'''",
                                  "${",       "9",       "\t",       "\xc3\xa9: 1\n",
                                  "a = 1\n",  "a: 1\n",  "a += 1\n", "a { b = 1 }\n",
                                  "<<: *a\n", "[a.b]\n", "[[a]]\n",  "a: |\n",
                                  "\r"})
            row(QByteArray(piece).toPercentEncoding(), [piece] { return filled({}, piece); });
        row("lists in a list", [] { return filled("[", "[],", "[]]"); });
        row("one key again", [] { return filled("{", "\"a\": 1,", "\"a\": 1}"); });
        row("one long key", [] { return filled({}, "k", ": 1\n"); });
        row("one long text", [] { return filled("a: \"", "\xc3\xa9", "\"\n"); });
        row("one long plain text in lines", [] { return filled("a: x", "\n  x"); });
        row("one long number", [] { return filled("a: 1", "_1"); });
        row("sexagesimal", [] { return filled("a: 1", ":1"); });
        row("bad UTF-8 at the end", [] { return filled("a: ", "\xc3\xa9", "\xff"); });
        row("anchors", [] { return numbered("k%1: &a%1 1\n"); });
        row("keys", [] { return numbered("k%1 = 1\n"); });
        row("each key twice", [] { return numbered("k%1: 1\nk%1: 1\n"); });
        row("tables", [] { return numbered("[%1]\n"); });
        row("ever deeper", [] {
            QByteArray text;
            for (int i = 0; text.size() < largest - 5000; ++i)
                text += QByteArray(i, ' ') + "a:\n";
            return text;
        });
    }
    void staysWithinItsBudget()
    {
        QFETCH(Maker, maker);
        const QByteArray source = maker();
        QVERIFY(source.size() <= largest);

        for (const Format format :
             {Format::Yaml, Format::Json, Format::Toml, Format::Properties, Format::Hocon}) {
            const int status = readAlone(source, format);
            QVERIFY2(status == 0, qPrintable(u"%1: status %2"_s.arg(nameOf(format)).arg(status)));
        }
    }

    void theBudgetIsEnforced()
    {
        if (!limitsMemory)
            QSKIP("the sanitizer's addresses cannot be limited");
        const pid_t child = fork();
        if (child == 0) {
            setLimit(RLIMIT_CORE, 0);
            setLimit(RLIMIT_AS, addressesInUse() + memory);
            // NOLINTNEXTLINE(cppcoreguidelines-no-malloc): it is what must be refused
            void *volatile beyond = std::malloc(2 * memory);
            _exit(beyond == nullptr ? 7 : 0);
        }

        QCOMPARE(WEXITSTATUS(statusOf(child)), 7);
    }
};

ARCHIVESMP_TEST(TestWorstCases)
#include "tst_worstcases.moc"
