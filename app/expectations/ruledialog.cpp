// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/expectations/ruledialog.h"

#include "app/client/answer.h"
#include "app/theme/theme.h"
#include "app/widgets/reasonfield.h"
#include "app/widgets/textlabel.h"
#include "common/core/textescape.h"
#include "common/expectations/rulecheck.h"

#include <QComboBox>
#include <QCompleter>
#include <QFormLayout>
#include <QLabel>
#include <QVBoxLayout>

namespace archivesmp::app::expectations {

using namespace Qt::StringLiterals;
using domain::ListMode;
using domain::Rule;
using domain::RuleKind;
using domain::Severity;

namespace {

constexpr int mostPreviewed = 5;
constexpr auto pause = std::chrono::milliseconds(150);

template <typename Enum>
void addChoice(QComboBox &box, const QString &text, Enum value)
{
    box.addItem(text, static_cast<int>(value));
}

template <typename Enum>
Enum choiceOf(const QComboBox &box)
{
    return static_cast<Enum>(box.currentData().toInt());
}

QString meaningOf(RuleKind kind)
{
    switch (kind) {
    case RuleKind::Ignore:
        return RuleDialog::tr("Findings about these settings are hidden, and a fix leaves them alone.");
    case RuleKind::Severity:
        return RuleDialog::tr("Findings about these settings are as bad as you say.");
    case RuleKind::List:
        return RuleDialog::tr("The lists at these keys are compared as you say.");
    case RuleKind::ExtraKeys:
        return RuleDialog::tr("Keys that nobody expects, beside expected ones, are reported or allowed.");
    case RuleKind::Secret:
        return RuleDialog::tr("The values of these settings are masked wherever they would be seen.");
    case RuleKind::Unique:
        return RuleDialog::tr("No two instances may have the same value, such as a port.");
    case RuleKind::Agree:
        return RuleDialog::tr("All instances must have the same value, such as the name of a cluster.");
    }
    Q_UNREACHABLE();
}

QString placeText(const domain::Finding &finding)
{
    QStringList parts{finding.instance.toString(), finding.plugin, finding.file, finding.key.toString()};
    parts.removeAll(QString());
    return escapedForDisplay(QStringView(parts.join(u" › "_s)));
}

QString effectText(RuleKind kind, const protocol::RulePreview &preview)
{
    const qint64 count = preview.findings;
    if (kind == RuleKind::Unique || kind == RuleKind::Agree)
        return RuleDialog::tr("What collides is known when the files have been read for it.");
    if (!preview.certain)
        return count == 1 ? RuleDialog::tr("About 1 open finding; whether it stays is known when its "
                                           "file is read again.")
                          : RuleDialog::tr("About %1 open findings; which of them stay is known when "
                                           "their files are read again.")
                                .arg(count);
    if (kind == RuleKind::Severity)
        return count == 1 ? RuleDialog::tr("Changes 1 finding that is open now.")
                          : RuleDialog::tr("Changes %1 findings that are open now.").arg(count);
    return count == 1 ? RuleDialog::tr("Hides 1 finding that is open now.")
                      : RuleDialog::tr("Hides %1 findings that are open now.").arg(count);
}

} // namespace

RuleDialog::RuleDialog(const theme::Theme &theme, const client::Fleet &fleet, QWidget *parent)
    : DecisionDialog(theme, tr("Add a rule"), parent)
    , _fleet(fleet)
    , _form(addForm())
    , _kind(new QComboBox(this))
    , _severity(new QComboBox(this))
    , _listMode(new QComboBox(this))
    , _listKey(new QLineEdit(this))
    , _extraKeys(new QComboBox(this))
    , _group(new QComboBox(this))
    , _sameKeys(new QLineEdit(this))
    , _plugin(makePattern(tr("Plugin"), tr("any, or CoreProtect, or Husk*"), fleet.pluginNames()))
    , _file(makePattern(tr("File"), tr("any, or config.yml, or plugins/*/lang/**"), {}))
    , _key(makePattern(tr("Key"), tr("any, or mysql.port, or holograms.**"), {}))
    , _instance(makePattern(tr("Instance"), tr("any, or DEV01, or ovh/*"), {}))
    , _reason(widgets::reasonField(tr("why this is right; others will read it"), this))
    , _until(new widgets::UntilBox(this))
    , _preview(widgets::plainLabel({}, this))
{
    fillKinds();
    setUpRows();
    _soon.setSingleShot(true);
    _soon.setInterval(pause);
    connect(&_soon, &QTimer::timeout, this, &RuleDialog::askPreview);
    connect(_kind, &QComboBox::currentIndexChanged, this, &RuleDialog::followKind);
    for (const QComboBox *box : {_severity, _listMode, _extraKeys, _group})
        connect(box, &QComboBox::currentIndexChanged, this, &RuleDialog::followKind);
    for (const QLineEdit *field : {_listKey, _sameKeys, _plugin, _file, _key, _instance, _reason})
        connect(field, &QLineEdit::textChanged, this, &RuleDialog::refresh);
    connect(this, &DecisionDialog::confirmed, this, &RuleDialog::apply);
    followKind();
    resize(theme.spacing(150), sizeHint().height());
    _kind->setFocus();
}

void RuleDialog::fillKinds()
{
    addChoice(*_kind, tr("Ignore what differs"), RuleKind::Ignore);
    addChoice(*_kind, tr("Say how bad it is"), RuleKind::Severity);
    addChoice(*_kind, tr("Say how lists compare"), RuleKind::List);
    addChoice(*_kind, tr("Report extra keys, or do not"), RuleKind::ExtraKeys);
    addChoice(*_kind, tr("Keep it secret"), RuleKind::Secret);
    addChoice(*_kind, tr("Must be unique"), RuleKind::Unique);
    addChoice(*_kind, tr("Must agree"), RuleKind::Agree);
    addChoice(*_severity, tr("info"), Severity::Info);
    addChoice(*_severity, tr("normal"), Severity::Normal);
    addChoice(*_severity, tr("critical"), Severity::Critical);
    addChoice(*_listMode, tr("the same elements in any order"), ListMode::Set);
    addChoice(*_listMode, tr("maps known by one of their keys"), ListMode::Keyed);
    addChoice(*_listMode, tr("element by element"), ListMode::Ordered);
    _extraKeys->addItem(tr("allowed"), false);
    _extraKeys->addItem(tr("reported"), true);
    _group->addItem(tr("in the whole fleet"), false);
    _group->addItem(tr("on each server"), true);
}

void RuleDialog::setUpRows()
{
    _listKey->setPlaceholderText(tr("such as name"));
    _sameKeys->setPlaceholderText(tr("all; or keys in the same file, such as mysql.host, mysql.database"));
    const auto add = [this](const QString &label, QWidget *field, const QString &name) {
        field->setAccessibleName(name);
        _form->addRow(label, field);
    };
    add(tr("&What"), _kind, tr("What the rule says"));
    add(tr("&Severity"), _severity, tr("Severity"));
    add(tr("&Lists"), _listMode, tr("How lists compare"));
    add(tr("Known &by"), _listKey, tr("Key of the elements"));
    add(tr("E&xtra keys"), _extraKeys, tr("Extra keys"));
    add(tr("&Among"), _group, tr("Among which instances"));
    add(tr("&Those with the same"), _sameKeys, tr("Keys with the same values"));
    add(tr("&Plugin"), _plugin, tr("Plugin"));
    add(tr("&File"), _file, tr("File"));
    add(tr("&Key"), _key, tr("Key"));
    add(tr("&Instance"), _instance, tr("Instance"));
    add(tr("&Reason"), _reason, tr("Reason"));
    add(tr("&Until"), _until, tr("How long"));
    _preview->setProperty("ink", u"secondary"_s);
    _preview->setAccessibleName(tr("What it would do"));
    _preview->setWordWrap(true);
    content().addWidget(_preview);
}

QLineEdit *RuleDialog::makePattern(const QString &name, const QString &example, const QStringList &known)
{
    auto *field = new QLineEdit(this);
    field->setAccessibleName(name);
    field->setPlaceholderText(example);
    field->setFont(theme().fixedFont());
    if (!known.isEmpty()) {
        auto *completer = new QCompleter(known, field);
        completer->setCaseSensitivity(Qt::CaseInsensitive);
        field->setCompleter(completer);
    }
    return field;
}

RuleKind RuleDialog::kind() const
{
    return choiceOf<RuleKind>(*_kind);
}

void RuleDialog::setKind(RuleKind kind)
{
    _kind->setCurrentIndex(_kind->findData(static_cast<int>(kind)));
}

bool RuleDialog::isKeyed() const
{
    return kind() == RuleKind::List && choiceOf<ListMode>(*_listMode) == ListMode::Keyed;
}

Rule RuleDialog::rule() const
{
    Rule rule;
    rule.kind = kind();
    rule.scope = {_plugin->text().trimmed(), _file->text().trimmed(), _key->text().trimmed(),
                  _instance->text().trimmed()};
    if (rule.kind == RuleKind::Severity)
        rule.severity = choiceOf<Severity>(*_severity);
    if (rule.kind == RuleKind::List)
        rule.listMode = choiceOf<ListMode>(*_listMode);
    if (isKeyed())
        rule.listKey = _listKey->text().trimmed();
    if (rule.kind == RuleKind::ExtraKeys)
        rule.on = _extraKeys->currentData().toBool();
    if (rule.kind == RuleKind::Unique || rule.kind == RuleKind::Agree) {
        rule.group.perServer = _group->currentData().toBool();
        for (const QString &key : _sameKeys->text().split(u','))
            rule.group.sameKeys.append(key.trimmed());
        rule.group.sameKeys.removeAll(QString());
    }
    rule.reason = _reason->text().trimmed();
    rule.expiresAt = _until->end();
    return rule;
}

// The rows that this kind asks for.
void RuleDialog::followKind()
{
    const RuleKind now = kind();
    const bool compares = now == RuleKind::Unique || now == RuleKind::Agree;
    _form->setRowVisible(_severity, now == RuleKind::Severity);
    _form->setRowVisible(_listMode, now == RuleKind::List);
    _form->setRowVisible(_listKey, isKeyed());
    _form->setRowVisible(_extraKeys, now == RuleKind::ExtraKeys);
    _form->setRowVisible(_group, compares);
    _form->setRowVisible(_sameKeys, compares);
    setMeaning(meaningOf(now));
    refresh();
}

QString RuleDialog::whyNotComplete() const
{
    const Result<void> fits = archivesmp::expectations::checkRule(rule());
    return fits ? QString() : fits.error().message;
}

void RuleDialog::refresh()
{
    const QString incomplete = whyNotComplete();
    const QString noReason = _reason->text().trimmed().isEmpty() ? tr("Say why first.") : QString();
    setDeed(tr("Add the rule"), incomplete.isEmpty() ? noReason : incomplete);
    if (incomplete.isEmpty()) {
        _soon.start();
    } else {
        _soon.stop();
        _preview->setText(incomplete);
    }
}

void RuleDialog::askPreview()
{
    const Rule asked = rule();
    client::whenAnswered(_fleet.askHost(protocol::PreviewRule{asked, mostPreviewed}), this,
                         [this, asked](const Result<protocol::RulePreview> &preview) {
                             const Rule now = rule();
                             if (now.kind != asked.kind || now.scope != asked.scope)
                                 return; // another question is on its way
                             if (preview)
                                 showPreview(*preview);
                             else
                                 _preview->setText(describe(preview.error()));
                         });
}

void RuleDialog::showPreview(const protocol::RulePreview &preview)
{
    QStringList lines{effectText(kind(), preview)};
    for (const domain::Finding &finding : preview.first)
        lines.append(placeText(finding));
    if (const qint64 more = preview.findings - preview.first.size(); more > 0 && !preview.first.isEmpty())
        lines.append(tr("and %1 more").arg(more));
    _preview->setText(lines.join(u'\n'));
}

void RuleDialog::apply()
{
    showApplying();
    client::whenAnswered(_fleet.askHost(protocol::AddRule{rule()}), this,
                         [this](const Result<protocol::RulesChanged> &reply) {
                             if (!reply) {
                                 showError(reply.error());
                                 return;
                             }
                             Q_EMIT added(*reply);
                             accept();
                         });
}

} // namespace archivesmp::app::expectations
