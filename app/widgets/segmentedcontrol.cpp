// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/widgets/segmentedcontrol.h"

#include <QButtonGroup>
#include <QHBoxLayout>
#include <QPushButton>
#include <QVariant>

#include <algorithm>

namespace archivesmp::app::widgets {

using namespace Qt::StringLiterals;

SegmentedControl::SegmentedControl(QWidget *parent)
    : QWidget(parent)
    , _group(new QButtonGroup(this))
    , _layout(new QHBoxLayout(this))
{
    _layout->setContentsMargins(0, 0, 0, 0);
    _layout->setSpacing(0);
}

void SegmentedControl::setChoices(const QList<Choice> &choices)
{
    if (choices == _choices)
        return;
    _choices = choices;
    rebuild();
    const bool still = std::any_of(choices.begin(), choices.end(),
                                   [this](const Choice &choice) { return choice.key == _current; });
    const QString wanted = still || choices.isEmpty() ? _current : choices.first().key;
    const QString before = std::exchange(_current, wanted);
    setCurrent(wanted);
    if (before != wanted)
        Q_EMIT currentChanged(wanted);
}

void SegmentedControl::rebuild()
{
    qDeleteAll(_group->buttons());
    for (qsizetype i = 0; i < _choices.size(); ++i) {
        auto *button = new QPushButton(_choices.at(i).text, this);
        button->setCheckable(true);
        button->setAccessibleName(_choices.at(i).text);
        button->setProperty("kind", u"segment"_s);
        const bool first = i == 0;
        const bool last = i == _choices.size() - 1;
        button->setProperty("place",
                            first && last ? u"only"_s
                                : first   ? u"first"_s
                                : last    ? u"last"_s
                                          : u"middle"_s);
        _group->addButton(button, static_cast<int>(i));
        _layout->addWidget(button);
        connect(button, &QPushButton::toggled, this, [this, key = _choices.at(i).key](bool on) {
            if (on && key != _current) {
                _current = key;
                Q_EMIT currentChanged(key);
            }
        });
    }
}

void SegmentedControl::setCurrent(const QString &key)
{
    for (qsizetype i = 0; i < _choices.size(); ++i) {
        if (_choices.at(i).key == key)
            _group->button(static_cast<int>(i))->setChecked(true);
    }
}

} // namespace archivesmp::app::widgets
