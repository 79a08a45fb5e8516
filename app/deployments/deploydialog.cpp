// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/deployments/deploydialog.h"

#include "app/client/fleet.h"
#include "app/theme/theme.h"
#include "app/widgets/textlabel.h"

#include <QComboBox>
#include <QFileDialog>
#include <QFileInfo>
#include <QFormLayout>
#include <QLineEdit>
#include <QProgressBar>
#include <QPushButton>
#include <QRegularExpression>

#include <algorithm>

namespace archivesmp::app::deployments {

using namespace Qt::StringLiterals;

QString pluginNameFromFile(const QString &path)
{
    static const QRegularExpression version(u"[-_. ]v?\\d.*$"_s);
    return QFileInfo(path).completeBaseName().remove(version);
}

DeployDialog::DeployDialog(const theme::Theme &theme, const client::Fleet &fleet, QWidget *parent)
    : QDialog(parent)
    , _theme(theme)
    , _fleet(fleet)
    , _file(new QLineEdit(this))
    , _browse(new QPushButton(tr("&Choose…"), this))
    , _plugin(new QComboBox(this))
    , _targets(new TargetList(theme, fleet, this))
    , _progress(new QProgressBar(this))
    , _message(widgets::plainLabel({}, this))
    , _plan(new QPushButton(tr("Show the plan…"), this))
    , _close(new QPushButton(tr("Cancel"), this))
{
    setWindowTitle(tr("Deploy a plugin"));
    setAttribute(Qt::WA_DeleteOnClose);
    setUpLayout();
    connect(_browse, &QPushButton::clicked, this, &DeployDialog::chooseFile);
    connect(_file, &QLineEdit::textChanged, this, [this](const QString &path) {
        if (!path.isEmpty() && _plugin->currentText() != pluginNameFromFile(path))
            _plugin->setEditText(pluginNameFromFile(path));
        updateButton();
    });
    connect(_plugin, &QComboBox::currentTextChanged, this, [this](const QString &plugin) {
        _targets->setPlugin(plugin, _targetsChosen ? TargetList::Tick::Keep : TargetList::Tick::Installed);
        updateButton();
    });
    connect(_targets, &TargetList::tickedChanged, this, &DeployDialog::updateButton);
    connect(_targets, &TargetList::tickedByHand, this, [this] { _targetsChosen = true; });
    connect(_plan, &QPushButton::clicked, this, &DeployDialog::planRequested);
    connect(_close, &QPushButton::clicked, this, &QDialog::reject);
    updateButton();
}

void DeployDialog::setUpLayout()
{
    QLabel *title = widgets::plainLabel(tr("Deploy a plugin"), this);
    QFont large = _theme.strongFont();
    large.setPixelSize(QFontInfo(large).pixelSize() * 15 / 13);
    title->setFont(large);
    _file->setAccessibleName(tr("JAR file"));
    _file->setPlaceholderText(tr("the plugin's JAR on this machine"));
    _browse->setAccessibleName(tr("Choose the JAR file"));
    _plugin->setEditable(true);
    _plugin->setInsertPolicy(QComboBox::NoInsert);
    _plugin->addItems(_fleet.pluginNames());
    _plugin->setCurrentIndex(-1);
    _plugin->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    _plugin->setAccessibleName(tr("Plugin"));
    _plugin->lineEdit()->setAccessibleName(tr("Plugin"));
    auto *fileRow = new QHBoxLayout;
    fileRow->setSpacing(_theme.spacing(2));
    fileRow->addWidget(_file, 1);
    fileRow->addWidget(_browse);
    auto *form = new QFormLayout;
    form->setHorizontalSpacing(_theme.spacing(4));
    form->setVerticalSpacing(_theme.spacing(2));
    form->setFieldGrowthPolicy(QFormLayout::ExpandingFieldsGrow);
    auto *jar = new QLabel(tr("&JAR"), this);
    jar->setBuddy(_file);
    form->addRow(jar, fileRow);
    form->addRow(tr("&Plugin"), _plugin);
    auto *to = new QLabel(tr("&To"), this);
    to->setBuddy(_targets);
    // Measured with the letters drawn together, painted with a line below the first: that takes more.
    to->setMinimumWidth(to->sizeHint().width() + _theme.spacing(1));
    form->addRow(to, _targets);
    _progress->setVisible(false);
    _progress->setTextVisible(false);
    _progress->setAccessibleName(tr("Upload"));
    _message->setWordWrap(true);
    _message->setVisible(false);
    _plan->setProperty("kind", u"primary"_s);
    _plan->setDefault(true);
    _close->setAutoDefault(false); // Return never means it, wherever the focus is
    _browse->setAutoDefault(false);
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(_theme.spacing(2));
    buttons->addWidget(_message, 1);
    buttons->addStretch();
    buttons->addWidget(_close);
    buttons->addWidget(_plan);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(_theme.spacing(5), _theme.spacing(4), _theme.spacing(5), _theme.spacing(4));
    layout->setSpacing(_theme.spacing(3));
    layout->addWidget(title);
    layout->addLayout(form, 1);
    layout->addWidget(_progress);
    layout->addLayout(buttons);
    resize(_theme.spacing(150), _theme.spacing(120));
}

void DeployDialog::chooseFile()
{
    auto *dialog = new QFileDialog(this, tr("Choose the plugin's JAR"), _file->text(), tr("Plugins (*.jar)"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    connect(dialog, &QFileDialog::fileSelected, this, &DeployDialog::setFile);
    dialog->open();
}

void DeployDialog::setFile(const QString &path)
{
    _file->setText(path);
}

QString DeployDialog::file() const
{
    return _file->text().trimmed();
}

QString DeployDialog::plugin() const
{
    return _plugin->currentText().trimmed();
}

void DeployDialog::setTargets(const QList<domain::InstanceRef> &instances)
{
    _targetsChosen = !instances.isEmpty();
    _targets->setTicked(instances);
}

void DeployDialog::updateButton()
{
    const qsizetype count = _targets->ticked().size();
    const bool complete = count > 0 && !file().isEmpty() && !plugin().isEmpty();
    _plan->setEnabled(complete && !_busy);
    _plan->setText(count == 1      ? tr("Show the plan for 1 instance…")
                       : count > 1 ? tr("Show the plan for %1 instances…").arg(count)
                                   : tr("Show the plan…"));
    _plan->setAccessibleName(_plan->text());
    _plan->setToolTip(complete ? QString() : tr("Choose a JAR and at least one instance."));
}

void DeployDialog::setBusy(bool busy)
{
    _busy = busy;
    for (QWidget *widget : {static_cast<QWidget *>(_file), static_cast<QWidget *>(_browse),
                            static_cast<QWidget *>(_plugin), static_cast<QWidget *>(_targets)})
        widget->setEnabled(!busy);
    _progress->setVisible(busy);
    updateButton();
}

void DeployDialog::showProgress(qint64 done, qint64 total)
{
    setBusy(true);
    constexpr int steps = 1000;
    _progress->setRange(0, total > 0 ? steps : 0);
    _progress->setValue(total > 0 ? static_cast<int>(done * steps / total) : 0);
    widgets::setStyled(_message, "ink", u"secondary"_s);
    _message->setText(tr("Handing the JAR to the host…"));
    _message->setVisible(true);
}

void DeployDialog::showPlanning()
{
    _progress->setRange(0, 0);
    _message->setText(tr("Working out the plan…"));
}

void DeployDialog::showError(const Error &error)
{
    setBusy(false);
    widgets::setStyled(_message, "ink", u"critical"_s);
    _message->setText(describe(error));
    _message->setVisible(true);
}

} // namespace archivesmp::app::deployments
