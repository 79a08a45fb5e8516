// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/core/whendone.h"

#include "tests/support/testregistry.h"

#include <QPromise>
#include <QTest>
#include <QThread>

#include <memory>
#include <optional>

using namespace archivesmp;
using namespace Qt::StringLiterals;

class TestWhenDone final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void bringsTheOutcomeIntoTheThreadOfTheContext()
    {
        QPromise<Result<int>> promise;
        promise.start();
        std::optional<int> got;
        QThread *in = nullptr;
        whenDone(promise.future(), this, [&](const Result<int> &result) {
            got = result.value();
            in = QThread::currentThread();
        });

        const std::unique_ptr<QThread> other(QThread::create([&promise] {
            promise.addResult(7);
            promise.finish();
        }));
        other->start();

        QTRY_COMPARE(got, 7);
        QCOMPARE(in, thread());
        QVERIFY(other->wait());
    }

    void anErrorComesAsOne()
    {
        std::optional<ErrorCode> got;

        whenDone(QtFuture::makeReadyFuture(Result<void>(Error{ErrorCode::Conflict, u"taken"_s})), this,
                 [&](const Result<void> &result) { got = result.error().code; });

        QTRY_COMPARE(got, ErrorCode::Conflict);
    }

    void aContextThatIsGoneIsLeftAlone()
    {
        QPromise<Result<int>> promise;
        promise.start();
        bool called = false;
        {
            QObject context;
            whenDone(promise.future(), &context, [&](const Result<int> &) { called = true; });
        }

        promise.addResult(7);
        promise.finish();
        QCoreApplication::processEvents();

        QVERIFY(!called);
    }

    void aPromiseThatIsDroppedIsUnavailable()
    {
        std::optional<ErrorCode> got;
        {
            QPromise<Result<int>> promise;
            promise.start();
            whenDone(promise.future(), this, [&](const Result<int> &result) { got = result.error().code; });
        }

        QTRY_COMPARE(got, ErrorCode::Unavailable);
    }
};

ARCHIVESMP_TEST(TestWhenDone)
#include "tst_whendone.moc"
