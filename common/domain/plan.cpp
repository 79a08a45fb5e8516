// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/domain/plan.h"

#include "common/core/overloaded.h"

#include <QCryptographicHash>

namespace archivesmp::domain {

using namespace Qt::StringLiterals;

namespace {

// Length-prefixed parts, so that no two plans share one sequence of bytes.
class PlanHash final
{
public:
    void add(QByteArrayView part)
    {
        _hash.addData(QByteArray::number(part.size()));
        _hash.addData(":");
        _hash.addData(part);
    }
    void add(const QByteArray &part) { add(QByteArrayView(part)); }
    void add(const QString &part) { add(QByteArrayView(part.toUtf8())); }
    void add(qint64 number) { add(QByteArrayView(QByteArray::number(number))); }
    void add(const JobPayload &payload)
    {
        add(static_cast<qint64>(payload.index()));
        std::visit(Overloaded{[](std::monostate) {}, [this](const auto &p) { addPayload(p); }}, payload);
    }
    [[nodiscard]] QByteArray result() const { return _hash.result(); }

private:
    void addPayload(const DeployPayload &p)
    {
        add(p.sha256);
        add(p.size);
        add(p.fileName);
        add(p.replaces);
        add(p.replacesSha256);
        add(static_cast<qint64>(p.remove));
    }
    void addPayload(const ConfigUpdatePayload &p)
    {
        add(p.file);
        add(p.fileSha256);
        add(static_cast<qint64>(p.restart));
        add(static_cast<qint64>(p.changes.size()));
        for (const SettingChange &change : p.changes) {
            add(change.key.toString());
            add(static_cast<qint64>(change.action));
            add(change.value.canonical());
            add(change.secretReference);
        }
    }
    void addPayload(const RollbackPayload &p) { add(p.job.toString()); }
    void addPayload(const PowerPayload &p) { add(static_cast<qint64>(p.action)); }
    void addPayload(const EvaluatePayload &p)
    {
        add(p.plugins.join(u'\n'));
        add(p.instances.join(u'\n'));
    }

    QCryptographicHash _hash{QCryptographicHash::Sha256};
};

constexpr qsizetype idLength = 16; // 128 bits decide that two plans are one

} // namespace

PlanId planId(const Plan &plan)
{
    PlanHash hash;
    hash.add(nameOf(plan.type));
    hash.add(plan.plugin);
    hash.add(plan.pluginVersion);
    for (const PlanTarget &target : plan.targets) {
        hash.add(target.instance.toString());
        hash.add(target.wave);
        hash.add(target.oldVersion);
        hash.add(target.newVersion);
        hash.add(target.file);
        hash.add(target.diff);
        hash.add(static_cast<qint64>(target.restarts));
        hash.add(target.blocker);
        hash.add(target.payload);
    }
    for (const QString &precondition : plan.preconditions)
        hash.add(precondition);
    return PlanId(QString::fromLatin1(hash.result().first(idLength).toHex()));
}

QString firstBlocker(const Plan &plan)
{
    for (const PlanTarget &target : plan.targets) {
        if (!target.blocker.isEmpty())
            return target.instance.toString() + u": "_s + target.blocker;
    }
    return {};
}

} // namespace archivesmp::domain
