// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/shell/topbar.h"

#include "app/theme/theme.h"
#include "app/widgets/searchfield.h"
#include "app/widgets/segmentedcontrol.h"
#include "app/widgets/textlabel.h"

#include <QAction>
#include <QHBoxLayout>
#include <QPushButton>

namespace archivesmp::app::shell {

using namespace Qt::StringLiterals;

TopBar::TopBar(const theme::Theme &theme, QWidget *parent)
    : QWidget(parent)
    , _theme(theme)
    , _servers(new widgets::SegmentedControl(this))
    , _filter(new widgets::SearchField(theme, tr("Filter: plugin:CoreProtect severity:critical -value:co_ …"),
                                       tr("Filter findings"), this))
    , _counts(widgets::plainLabel({}, _filter))
    , _last(_filter)
{
    setObjectName(u"topBar"_s);
    setProperty("ground", u"window"_s);
    setProperty("edge", u"bottom"_s);
    setAttribute(Qt::WA_StyledBackground);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(theme.spacing(3), theme.spacing(2), theme.spacing(3), theme.spacing(2));
    layout->setSpacing(theme.spacing(2));
    _servers->setAccessibleName(tr("Server"));
    layout->addWidget(_servers);
    layout->addWidget(_filter, 1);
    addFilter();
    connect(_servers, &widgets::SegmentedControl::currentChanged, this, &TopBar::serverChosen);
    setServers({});
}

void TopBar::addFilter()
{
    _counts->setProperty("ink", u"secondary"_s);
    _counts->setAccessibleName(tr("Findings shown"));
    auto *inside = new QHBoxLayout(_filter);
    inside->setContentsMargins(0, 0, _theme.spacing(7), 0);
    inside->addStretch();
    inside->addWidget(_counts);
    // The model filters 100 000 rows within a frame, so every key is shown at once.
    connect(_filter, &QLineEdit::textChanged, this, &TopBar::filterChanged);
}

void TopBar::setServers(const QStringList &names)
{
    QList<widgets::SegmentedControl::Choice> choices{{QString(), tr("All")}};
    for (const QString &name : names)
        choices.append({name, name});
    _servers->setChoices(choices);
}

void TopBar::setCounts(qsizetype shown, qsizetype all)
{
    _counts->setText(all == 0 ? QString() : tr("%1 of %2").arg(shown).arg(all));
    _filter->layout()->activate(); // in this frame, not in the next: a cut number is a wrong one
    // What is typed ends before it.
    const QMargins margins = _filter->textMargins();
    _filter->setTextMargins(margins.left(), margins.top(), _counts->sizeHint().width(), margins.bottom());
}

void TopBar::addButton(QAction *action, const QString &text)
{
    auto *button = new QPushButton(text, this);
    button->setFocusPolicy(Qt::StrongFocus);
    const auto follow = [button, action] {
        button->setEnabled(action->isEnabled());
        button->setToolTip(action->toolTip());
        button->setAccessibleName(button->text());
    };
    connect(action, &QAction::changed, button, follow);
    connect(button, &QPushButton::clicked, action, &QAction::trigger);
    button->setObjectName(action->objectName() + u".button"_s);
    follow();
    layout()->addWidget(button);
    QWidget::setTabOrder(std::exchange(_last, button), button);
}

} // namespace archivesmp::app::shell
