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

template <typename Piece>
QByteArray numbered(Piece piece)
{
    QByteArray text;
    text.reserve(largest);
    for (int i = 0; text.size() < largest - 5000; ++i)
        text += piece(QByteArray::number(i), i);
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

class TestWorstCases final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void staysWithinItsBudget_data()
    {
        QTest::addColumn<QByteArray>("source");

        for (const char *piece : {"[",        "{",       "- ",       "\"",
                                  "'",        "a: &a ",  "a: &a\n",  "&a ",
                                  "? ",       "a.",      "a {",      "\\\n",
                                  "#",        "/*",      "\"\"\"",   "'''",
                                  "${",       "9",       "\t",       "\xc3\xa9: 1\n",
                                  "a = 1\n",  "a: 1\n",  "a += 1\n", "a { b = 1 }\n",
                                  "<<: *a\n", "[a.b]\n", "[[a]]\n",  "a: |\n",
                                  "\r"})
            QTest::newRow(QByteArray(piece).toPercentEncoding().constData()) << filled({}, piece);
        QTest::newRow("lists in a list") << filled("[", "[],", "[]]");
        QTest::newRow("one key again") << filled("{", "\"a\": 1,", "\"a\": 1}");
        QTest::newRow("one long key") << filled({}, "k", ": 1\n");
        QTest::newRow("one long text") << filled("a: \"", "\xc3\xa9", "\"\n");
        QTest::newRow("one long plain text in lines") << filled("a: x", "\n  x");
        QTest::newRow("one long number") << filled("a: 1", "_1");
        QTest::newRow("sexagesimal") << filled("a: 1", ":1");
        QTest::newRow("bad UTF-8 at the end") << filled("a: ", "\xc3\xa9", "\xff");
        QTest::newRow("anchors") << numbered(
            [](const QByteArray &n, int) -> QByteArray { return "k" + n + ": &a" + n + " 1\n"; });
        QTest::newRow("keys") << numbered(
            [](const QByteArray &n, int) -> QByteArray { return "k" + n + " = 1\n"; });
        QTest::newRow("each key twice") << numbered([](const QByteArray &, int i) -> QByteArray {
            return "k" + QByteArray::number(i / 2) + ": 1\n";
        });
        QTest::newRow("tables") << numbered(
            [](const QByteArray &n, int) -> QByteArray { return "[" + n + "]\n"; });
        QTest::newRow("ever deeper") << numbered(
            [](const QByteArray &, int i) -> QByteArray { return QByteArray(i, ' ') + "a:\n"; });
    }
    void staysWithinItsBudget()
    {
        QFETCH(QByteArray, source);
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
            void *volatile beyond = std::malloc(2 * memory);
            _exit(beyond == nullptr ? 7 : 0);
        }

        QCOMPARE(WEXITSTATUS(statusOf(child)), 7);
    }
};

ARCHIVESMP_TEST(TestWorstCases)
#include "tst_worstcases.moc"
