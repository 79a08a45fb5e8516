// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/credentials/keychainsecretstore.h"

#include <QPromise>

#include <qt6keychain/keychain.h>

namespace archivesmp::app::credentials {

using namespace Qt::StringLiterals;

namespace {

Error errorOf(const QKeychain::Job &job)
{
    switch (job.error()) {
    case QKeychain::EntryNotFound:
        return {ErrorCode::NotFound,
                u"the keychain has no key for "_s + job.key(),
                {},
                0,
                0,
                {},
                u"unlock the keychain, or enter the key again"_s};
    case QKeychain::NoBackendAvailable:
    case QKeychain::NotImplemented:
        return {ErrorCode::Unavailable, u"this desktop has no keychain that answers"_s};
    case QKeychain::AccessDenied:
    case QKeychain::AccessDeniedByUser:
        return {ErrorCode::PermissionDenied, u"the keychain did not give access"_s};
    default:
        return {ErrorCode::Unavailable, u"the keychain does not answer: "_s + job.errorString()};
    }
}

// The job deletes itself after finished().
template <typename Value, typename Job, typename Take>
QFuture<Result<Value>> run(Job *job, Take take)
{
    job->setInsecureFallback(false);
    auto promise = std::make_shared<QPromise<Result<Value>>>();
    promise->start();
    QObject::connect(job, &QKeychain::Job::finished, job, [promise, take](QKeychain::Job *done) {
        if (done->error() == QKeychain::NoError)
            promise->addResult(take(*static_cast<Job *>(done)));
        else
            promise->addResult(Result<Value>(errorOf(*done)));
        promise->finish();
    });
    job->start();
    return promise->future();
}

} // namespace

KeychainSecretStore::KeychainSecretStore(QString service)
    : _service(std::move(service))
{ }

QFuture<Result<Secret>> KeychainSecretStore::read(const QString &name)
{
    auto *job = new QKeychain::ReadPasswordJob(_service);
    job->setKey(name);
    return run<Secret>(job, [](const QKeychain::ReadPasswordJob &done) {
        return Result<Secret>(Secret(done.binaryData()));
    });
}

QFuture<Result<void>> KeychainSecretStore::write(const QString &name, const Secret &secret)
{
    auto *job = new QKeychain::WritePasswordJob(_service);
    job->setKey(name);
    job->setBinaryData(secret.reveal());
    return run<void>(job, [](const QKeychain::WritePasswordJob &) { return Result<void>(); });
}

QFuture<Result<void>> KeychainSecretStore::remove(const QString &name)
{
    auto *job = new QKeychain::DeletePasswordJob(_service);
    job->setKey(name);
    return run<void>(job, [](const QKeychain::DeletePasswordJob &) { return Result<void>(); });
}

} // namespace archivesmp::app::credentials
