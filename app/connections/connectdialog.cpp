// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/connections/connectdialog.h"

#include "app/client/answer.h"
#include "app/client/certificateprobe.h"
#include "app/theme/theme.h"
#include "app/widgets/textlabel.h"
#include "common/transport/pinnedtls.h"

#include <QFormLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace archivesmp::app::connections {

using namespace Qt::StringLiterals;
using widgets::plainLabel;

namespace {

constexpr auto certificateTimeout = std::chrono::seconds(10);

// "AB:CD:…" in two lines, as browsers show it.
QString fingerprintText(const QByteArray &sha256)
{
    const QByteArray hex = sha256.toHex(':').toUpper();
    constexpr qsizetype half = 48;
    return QString::fromLatin1(hex.left(half - 1)) + u'\n' + QString::fromLatin1(hex.mid(half));
}

} // namespace

ConnectDialog::ConnectDialog(const theme::Theme &theme, ConnectionController &controller, QWidget *parent)
    : QDialog(parent)
    , _theme(theme)
    , _controller(controller)
    , _address(new QLineEdit(this))
    , _key(new QLineEdit(this))
    , _pin(new QLineEdit(this))
    , _message(plainLabel({}, this))
    , _certificate(plainLabel({}, this))
    , _proceed(new QPushButton(this))
    , _close(new QPushButton(tr("Cancel"), this))
{
    setWindowTitle(tr("Connect to an agent"));
    setAttribute(Qt::WA_DeleteOnClose);
    setUpLayout();
    connect(_proceed, &QPushButton::clicked, this, &ConnectDialog::proceed);
    connect(_close, &QPushButton::clicked, this, &ConnectDialog::reject);
    for (QLineEdit *edit : {_address, _key, _pin}) {
        connect(edit, &QLineEdit::textEdited, this, [this] {
            _controller.cancelTest();
            setStep(Step::Editing);
        });
    }
    connect(&controller, &ConnectionController::tested, this, [this](const protocol::HelloReply &hello) {
        showTone(tr("%1 answers as %2 (%3).").arg(hello.server, hello.user.name, nameOf(hello.user.role)),
                 "good");
        save(KeyPlace::Keychain);
    });
    connect(&controller, &ConnectionController::testFailed, this, &ConnectDialog::fail);
    connect(&controller, &ConnectionController::saved, this, [this] {
        if (_step == Step::Saving)
            accept();
    });
    connect(&controller, &ConnectionController::saveFailed, this, [this](const Error &error) {
        setStep(Step::NoKeychain);
        showTone(tr("The key was not saved: %1. It can be kept in memory until the console is closed.")
                     .arg(describe(error)),
                 "normal");
    });
    setStep(Step::Editing);
}

void ConnectDialog::setUpLayout()
{
    QLabel *title = plainLabel(tr("Connect to an agent"), this);
    QFont large = _theme.strongFont();
    large.setPixelSize(QFontInfo(large).pixelSize() * 15 / 13);
    title->setFont(large);
    QLabel *intro = plainLabel(tr("The host's agent shows the whole fleet; add the others too, so that each "
                                  "can be seen when the host is away."),
                               this);
    intro->setWordWrap(true);
    intro->setProperty("ink", u"secondary"_s);
    _address->setPlaceholderText(tr("host:8001"));
    _address->setAccessibleName(tr("Address of the agent"));
    _key->setEchoMode(QLineEdit::Password);
    _key->setPlaceholderText(tr("printed by archivesmp-agent key create"));
    _key->setAccessibleName(tr("Key"));
    _pin->setPlaceholderText(tr("printed by archivesmp-agent pin; may be left empty"));
    _pin->setAccessibleName(tr("Pin of the certificate"));
    _pin->setFont(_theme.fixedFont());
    auto *form = new QFormLayout;
    form->setHorizontalSpacing(_theme.spacing(4));
    form->setVerticalSpacing(_theme.spacing(2));
    form->setFieldGrowthPolicy(QFormLayout::ExpandingFieldsGrow);
    form->addRow(tr("&Address"), _address);
    form->addRow(tr("&Key"), _key);
    form->addRow(tr("&Pin"), _pin);
    _certificate->setFont(_theme.fixedFont());
    _certificate->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    _certificate->setAccessibleName(tr("SHA-256 of the certificate"));
    _message->setWordWrap(true);
    _message->setAccessibleName(tr("State of the connection"));
    _proceed->setProperty("kind", u"primary"_s);
    _proceed->setDefault(true);
    _close->setAutoDefault(false); // Return never means it, wherever the focus is
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(_theme.spacing(2));
    buttons->addStretch();
    buttons->addWidget(_close);
    buttons->addWidget(_proceed);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(_theme.spacing(5), _theme.spacing(4), _theme.spacing(5), _theme.spacing(4));
    layout->setSpacing(_theme.spacing(3));
    for (QWidget *widget : {title, intro})
        layout->addWidget(widget);
    layout->addLayout(form);
    layout->addWidget(_message);
    layout->addWidget(_certificate);
    layout->addStretch();
    layout->addLayout(buttons);
    setMinimumWidth(_theme.spacing(130));
}

void ConnectDialog::askKeyOf(const ConnectionProfile &profile, const Error &why)
{
    _address->setText(profile.url.host() + u':' + QString::number(profile.url.port()));
    if (profile.url.scheme() == "ws"_L1)
        _address->setText(profile.url.toString());
    if (!profile.pin.isEmpty())
        _pin->setText(transport::pinToText(profile.pin));
    showTone(describe(why), "normal");
    _key->setFocus();
}

QString ConnectDialog::buttonText() const
{
    switch (_step) {
    case Step::Editing:
        return tr("Connect");
    case Step::AskingCertificate:
    case Step::Testing:
    case Step::Saving:
        return tr("Connecting…");
    case Step::ConfirmingCertificate:
        return tr("Trust this certificate");
    case Step::NoKeychain:
        return tr("Keep for this session only");
    }
    Q_UNREACHABLE();
}

void ConnectDialog::setStep(Step step)
{
    _step = step;
    const bool busy = step == Step::AskingCertificate || step == Step::Testing || step == Step::Saving;
    _proceed->setText(buttonText());
    _proceed->setAccessibleName(buttonText());
    _proceed->setEnabled(!busy);
    _certificate->setVisible(step == Step::ConfirmingCertificate);
    if (step == Step::Editing)
        _message->clear();
    _message->setVisible(!_message->text().isEmpty());
}

void ConnectDialog::showTone(const QString &text, const char *ink)
{
    _message->setText(text);
    _message->setVisible(true);
    widgets::setStyled(_message, "ink", QString::fromLatin1(ink));
}

void ConnectDialog::fail(const Error &error)
{
    setStep(Step::Editing);
    showTone(describe(error), "critical");
}

void ConnectDialog::proceed()
{
    if (_step == Step::ConfirmingCertificate) {
        startTest();
        return;
    }
    if (_step == Step::NoKeychain) {
        save(KeyPlace::ThisSession);
        return;
    }
    const Result<QUrl> url = urlFromText(_address->text());
    if (!url) {
        fail(url.error());
        return;
    }
    if (_key->text().trimmed().isEmpty()) {
        fail({ErrorCode::InvalidArgument, tr("an agent lets nobody in without a key")});
        return;
    }
    const Result<QByteArray> pin
        = _pin->text().trimmed().isEmpty() ? QByteArray() : transport::pinFromText(_pin->text());
    if (!pin) {
        fail(pin.error());
        return;
    }
    _profile = {*url, *pin};
    if (!pin->isEmpty() || url->scheme() == "ws"_L1) {
        startTest();
        return;
    }
    setStep(Step::AskingCertificate);
    client::whenAnswered(client::askCertificate(*url, certificateTimeout), this,
                         [this](const Result<QByteArray> &sha256) { showCertificate(sha256); });
}

void ConnectDialog::showCertificate(const Result<QByteArray> &sha256)
{
    if (_step != Step::AskingCertificate)
        return;
    if (!sha256) {
        fail(sha256.error());
        return;
    }
    _profile.pin = *sha256;
    _certificate->setText(fingerprintText(*sha256));
    setStep(Step::ConfirmingCertificate);
    showTone(
        tr("Nobody vouches for this certificate but its SHA-256. Compare it with what archivesmp-agent pin "
           "prints on the server:"),
        "text");
}

void ConnectDialog::startTest()
{
    setStep(Step::Testing);
    showTone(tr("Asking the agent…"), "secondary");
    _controller.test(client::Endpoint{_profile.url, Secret(_key->text().trimmed().toUtf8()), _profile.pin});
}

void ConnectDialog::save(KeyPlace place)
{
    setStep(Step::Saving);
    _controller.save(_profile, Secret(_key->text().trimmed().toUtf8()), place);
}

void ConnectDialog::reject()
{
    _controller.cancelTest();
    QDialog::reject();
}

} // namespace archivesmp::app::connections
