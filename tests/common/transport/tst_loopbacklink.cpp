// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/transport/loopbacklink.h"

#include "tests/support/testregistry.h"

#include <QSignalSpy>
#include <QTest>

using namespace archivesmp;
using namespace archivesmp::transport;
using namespace Qt::StringLiterals;

class TestLoopbackLink final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void bothEndsOpenAndMessagesArriveInOrder()
    {
        const auto [one, two] = LoopbackLink::pair();
        QSignalSpy opened(two.get(), &Link::opened);
        QList<protocol::WireMessage> got;
        connect(two.get(), &Link::received, this, [&got](const protocol::WireMessage &m) { got.append(m); });
        QTRY_COMPARE(one->state(), Link::State::Open);

        one->send({"a"});
        one->send({"b", true});

        QVERIFY(got.isEmpty());
        QTRY_COMPARE(got.size(), 2);
        QVERIFY(got.at(0) == (protocol::WireMessage{"a"}));
        QVERIFY(got.at(1).binary);
        QCOMPARE(opened.size(), 1);
    }

    void beforeItIsOpenNothingIsSent()
    {
        const auto [one, two] = LoopbackLink::pair();
        QSignalSpy received(two.get(), &Link::received);

        one->send({"a"});
        QTRY_COMPARE(two->state(), Link::State::Open);
        QCoreApplication::processEvents();

        QCOMPARE(received.size(), 0);
    }

    void closingTellsTheOtherSideWhyOnce()
    {
        const auto [one, two] = LoopbackLink::pair();
        QTRY_COMPARE(one->state(), Link::State::Open);
        QSignalSpy here(one.get(), &Link::closed);
        QList<Error> there;
        connect(two.get(), &Link::closed, this, [&there](const Error &e) { there.append(e); });

        one->close({ErrorCode::Unauthenticated, u"who are you?"_s});
        one->close({ErrorCode::Internal, u"again"_s});

        QTRY_COMPARE(there.size(), 1);
        QTRY_COMPARE(here.size(), 1);
        QCOMPARE(there.first().code, ErrorCode::Unauthenticated);
        QCOMPARE(there.first().message, u"who are you?"_s);
        QCOMPARE(two->state(), Link::State::Closed);
    }

    void anEndThatIsGoneClosesTheOther()
    {
        auto [one, two] = LoopbackLink::pair();
        QTRY_COMPARE(two->state(), Link::State::Open);
        QSignalSpy closed(two.get(), &Link::closed);

        one.reset();

        QTRY_COMPARE(closed.size(), 1);
    }

    void aReasonFitsIntoACloseFrame()
    {
        const Error reason{ErrorCode::LimitExceeded, u"ü"_s.repeated(200)};

        const QString text = closeText(reason);

        QVERIFY(text.toUtf8().size() <= 123);
        QCOMPARE(errorFromCloseText(text).code, ErrorCode::LimitExceeded);
        QVERIFY(reason.message.startsWith(errorFromCloseText(text).message));
    }

    void wordsOfAStrangerAreNoCode()
    {
        QCOMPARE(errorFromCloseText(u"going: away"_s).code, ErrorCode::Unavailable);
        QCOMPARE(errorFromCloseText(u"going: away"_s).message, u"going: away"_s);
        QVERIFY(!errorFromCloseText({}).message.isEmpty());
    }
};

ARCHIVESMP_TEST(TestLoopbackLink)
#include "tst_loopbacklink.moc"
