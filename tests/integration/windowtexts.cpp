// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/integration/windowtexts.h"

#include "app/widgets/diffview.h"

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QAccessible>
#include <QAction>
#include <QComboBox>
#include <QGroupBox>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QTabBar>

namespace archivesmp::tests {

using namespace Qt::StringLiterals;

namespace {

class Texts final
{
public:
    void addWidget(QWidget &widget)
    {
        add({widget.windowTitle(), widget.toolTip(), widget.statusTip(), widget.whatsThis(),
             widget.accessibleName(), widget.accessibleDescription()});
        if (const auto *label = qobject_cast<QLabel *>(&widget))
            add({label->text()});
        if (const auto *button = qobject_cast<QAbstractButton *>(&widget))
            add({button->text()});
        if (const auto *line = qobject_cast<QLineEdit *>(&widget))
            add({line->displayText(), line->placeholderText()});
        if (const auto *text = qobject_cast<QPlainTextEdit *>(&widget))
            add({text->toPlainText(), text->placeholderText()});
        if (const auto *diff = qobject_cast<app::widgets::DiffView *>(&widget))
            add({diff->plainText()});
        if (const auto *box = qobject_cast<QGroupBox *>(&widget))
            add({box->title()});
        if (const auto *choice = qobject_cast<QComboBox *>(&widget))
            addModel(*choice->model());
        if (const auto *tabs = qobject_cast<QTabBar *>(&widget))
            addTabs(*tabs);
        if (const auto *view = qobject_cast<QAbstractItemView *>(&widget); view && view->model())
            addModel(*view->model());
        for (const QAction *action : widget.actions())
            add({action->text(), action->toolTip(), action->statusTip(), action->whatsThis()});
    }

    void addAccessible(QAccessibleInterface *node)
    {
        if (node == nullptr || !node->isValid())
            return;
        for (const auto part :
             {QAccessible::Name, QAccessible::Description, QAccessible::Value, QAccessible::Help})
            add({node->text(part)});
        if (QAccessibleTextInterface *text = node->textInterface(); text != nullptr)
            add({text->text(0, text->characterCount())});
        for (int i = 0; i < node->childCount(); ++i)
            addAccessible(node->child(i));
    }

    QSet<QString> all;

private:
    void add(const QStringList &texts)
    {
        for (const QString &text : texts) {
            if (!text.isEmpty())
                all.insert(text);
        }
    }

    void addTabs(const QTabBar &tabs)
    {
        for (int i = 0; i < tabs.count(); ++i)
            add({tabs.tabText(i), tabs.tabToolTip(i), tabs.tabWhatsThis(i)});
    }

    void addRows(const QAbstractItemModel &model, const QModelIndex &parent)
    {
        for (int row = 0; row < model.rowCount(parent); ++row) {
            for (int column = 0; column < model.columnCount(parent); ++column) {
                const QModelIndex index = model.index(row, column, parent);
                // The models' own roles too: what a delegate paints may come by any of them.
                for (int role = 0; role < 32; ++role)
                    add({index.data(role).toString(), index.data(Qt::UserRole + role).toString()});
                if (column == 0 && model.hasChildren(index))
                    addRows(model, index);
            }
        }
    }

    void addModel(const QAbstractItemModel &model)
    {
        addRows(model, {});
        for (const Qt::Orientation orientation : {Qt::Horizontal, Qt::Vertical}) {
            const int sections = orientation == Qt::Horizontal ? model.columnCount() : model.rowCount();
            for (int i = 0; i < sections; ++i) {
                for (const int role : {Qt::DisplayRole, Qt::ToolTipRole, Qt::AccessibleTextRole})
                    add({model.headerData(i, orientation, role).toString()});
            }
        }
    }
};

} // namespace

QSet<QString> textsOf(QWidget &window)
{
    Texts texts;
    texts.addWidget(window);
    for (QWidget *widget : window.findChildren<QWidget *>())
        texts.addWidget(*widget);
    texts.addAccessible(QAccessible::queryAccessibleInterface(&window));
    return texts.all;
}

} // namespace archivesmp::tests
