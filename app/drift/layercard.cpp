// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/drift/layercard.h"

#include "app/drift/findingtext.h"
#include "app/drift/valuestory.h"
#include "app/theme/theme.h"
#include "app/widgets/agetext.h"
#include "app/widgets/textlabel.h"

#include <QFrame>
#include <QPushButton>
#include <QVBoxLayout>

namespace archivesmp::app::drift {

using namespace Qt::StringLiterals;
using widgets::plainLabel;

LayerCard::LayerCard(const theme::Theme &theme, QWidget *parent)
    : QWidget(parent)
    , _theme(theme)
    , _title(plainLabel({}, this))
    , _layers(new QVBoxLayout)
    , _explanation(plainLabel({}, this))
    , _story(plainLabel({}, this))
    , _provisional(plainLabel(tr("What is expected has changed; the file is being read again."), this))
    , _whyNot(plainLabel({}, this))
    , _fix(new QPushButton(tr("Fi&x…"), this))
    , _accept(new QPushButton(tr("&Accept…"), this))
    , _ignore(new QPushButton(tr("&Ignore…"), this))
{
    setProperty("ground", u"surface"_s);
    setAttribute(Qt::WA_StyledBackground);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(theme.spacing(3), theme.spacing(3), theme.spacing(3), theme.spacing(3));
    layout->setSpacing(theme.spacing(2));
    _title->setFont(theme.strongFont());
    _title->setWordWrap(true);
    layout->addWidget(_title);
    _layers->setSpacing(theme.spacing(2));
    layout->addLayout(_layers);
    for (QLabel *label : {_provisional, _explanation, _story, _whyNot}) {
        label->setWordWrap(true);
        label->setProperty("ink", u"secondary"_s);
        layout->addWidget(label);
    }
    _provisional->setProperty("tint", u"info"_s);
    _story->setAccessibleName(tr("How it came to this"));
    layout->addLayout(makeButtons());
    layout->addStretch();
}

QLayout *LayerCard::makeButtons()
{
    _fix->setProperty("kind", u"primary"_s);
    _fix->setAccessibleName(tr("Fix this finding"));
    _accept->setAccessibleName(tr("Accept this finding"));
    _ignore->setAccessibleName(tr("Ignore this finding"));
    auto *row = new QHBoxLayout;
    row->setSpacing(_theme.spacing(2));
    for (QPushButton *button : {_fix, _accept, _ignore})
        row->addWidget(button);
    row->addStretch();
    connect(_fix, &QPushButton::clicked, this, &LayerCard::fixRequested);
    connect(_accept, &QPushButton::clicked, this, &LayerCard::acceptRequested);
    connect(_ignore, &QPushButton::clicked, this, &LayerCard::ignoreRequested);
    return row;
}

void LayerCard::setFinding(const domain::Finding &finding, const QString &whyNotFixable)
{
    _title->setText(finding.key.isEmpty() ? subjectText(finding) : QString::fromUtf8(finding.key.last()));
    _title->setToolTip(subjectText(finding));
    _explanation->setText(explanation(finding));
    _explanation->setVisible(!_explanation->text().isEmpty());
    _provisional->setVisible(finding.provisional);
    _whyNotFixable = whyNotFixable;
    _whyNotAcceptable = whyNotAcceptable(finding);
    updateButtons();
}

void LayerCard::setStory(const protocol::ValueStory &story)
{
    _story->setText(storyText(story, QDateTime::currentDateTimeUtc()));
    _story->setVisible(!_story->text().isEmpty());
}

void LayerCard::clearLayers()
{
    while (_layers->count() > 0) {
        const std::unique_ptr<QLayoutItem> item(_layers->takeAt(0));
        if (item->widget() != nullptr) {
            item->widget()->hide();
            item->widget()->deleteLater();
        }
    }
}

void LayerCard::setLayers(const domain::Finding &finding, const QList<protocol::LayerValue> &layers)
{
    clearLayers();
    for (auto layer = layers.rbegin(); layer != layers.rend(); ++layer)
        showNow(*makeLayer(finding, *layer));
}

// A layout shows what it is given with the next event: the story would stand there for a frame without its
// layers.
void LayerCard::showNow(QWidget &row)
{
    _layers->addWidget(&row);
    row.show();
}

void LayerCard::setLayersUnknown(const QString &why)
{
    clearLayers();
    setStory({});
    if (why.isEmpty())
        return;
    QLabel *label = plainLabel(why, this);
    label->setWordWrap(true);
    label->setProperty("ink", u"secondary"_s);
    showNow(*label);
}

QWidget *LayerCard::makeLayer(const domain::Finding &finding, const protocol::LayerValue &layer)
{
    auto *card = new QFrame(this);
    card->setObjectName(u"layer"_s);
    card->setProperty("kind", u"card"_s);
    card->setProperty("current", layer.wins);
    auto *column = new QVBoxLayout(card);
    column->setContentsMargins(_theme.spacing(2), _theme.spacing(1), _theme.spacing(2), _theme.spacing(1));
    column->setSpacing(_theme.spacing(1));
    auto *row = new QHBoxLayout;
    column->addLayout(row);
    QLabel *name = plainLabel(layerText(layer.layer), card);
    const auto quotes
        = finding.kind == domain::FindingKind::WrongType ? TextQuotes::With : TextQuotes::Without;
    QLabel *value
        = plainLabel(layer.notExpected ? tr("need not be there") : valueText(layer.value, quotes), card);
    value->setFont(_theme.fixedFont());
    value->setWordWrap(true);
    if (!layer.wins)
        name->setProperty("ink", u"secondary"_s);
    row->addWidget(name);
    row->addWidget(value, 1);
    if (layer.wins) {
        QLabel *wins = plainLabel(tr("wins"), card);
        wins->setProperty("ink", u"secondary"_s);
        row->addWidget(wins);
    }
    card->setAccessibleName(name->text() + u": "_s + value->text());
    const QString origin = originText(layer);
    card->setToolTip(origin);
    card->setAccessibleDescription(origin);
    if (layer.wins && !origin.isEmpty()) { // of the others it is told on demand
        QLabel *who = plainLabel(shortOriginText(layer, QDateTime::currentDateTimeUtc()), card);
        who->setObjectName(u"origin"_s);
        who->setFont(_theme.smallFont());
        who->setProperty("ink", u"secondary"_s);
        who->setWordWrap(true);
        column->addWidget(who);
    }
    return card;
}

void LayerCard::setHostReason(const QString &whyNot)
{
    _whyNoHost = whyNot;
    updateButtons();
}

void LayerCard::updateButtons()
{
    const auto offer = [this](QPushButton &button, const QString &whyNot, const QString &meaning) {
        const QString &reason = whyNot.isEmpty() ? _whyNoHost : whyNot;
        button.setEnabled(reason.isEmpty());
        button.setToolTip(reason.isEmpty() ? meaning : reason);
    };
    offer(*_fix, _whyNotFixable, tr("A plan is shown first."));
    offer(*_accept, _whyNotAcceptable, tr("What is there becomes what is expected."));
    offer(*_ignore, {}, tr("A rule hides it, and a fix leaves it alone."));
    QStringList reasons{_whyNotFixable, _whyNoHost};
    reasons.removeAll(QString());
    _whyNot->setText(reasons.join(u'\n'));
    _whyNot->setVisible(!reasons.isEmpty());
}

} // namespace archivesmp::app::drift
