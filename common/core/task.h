// SPDX-License-Identifier: GPL-3.0-or-later
// Asynchronous work that reads from top to bottom.
#pragma once

#include "common/core/error.h"

#include <QFuture>
#include <QFutureWatcher>
#include <QPromise>
#include <QThreadPool>
#include <QTimer>

#include <chrono>
#include <coroutine>
#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <type_traits>
#include <utility>

namespace archivesmp {

// A coroutine that gives a T once. It begins when it is awaited or started, runs in the thread that did so,
// and goes on in that thread's event loop after each wait. Destroying it abandons the work at the wait where
// it stands: nothing of it runs afterwards. Parameters of a coroutine that returns a Task are taken by value,
// or outlive it. GCC 12 destroys closures and braced temporaries inside an awaited expression twice, so they
// are given a name in a statement before it.
template <typename T>
class [[nodiscard]] Task final
{
public:
    struct promise_type;
    using Handle = std::coroutine_handle<promise_type>;

    // At the end either the coroutine that awaits goes on, or the callback of start() gets the value.
    struct FinalAwaiter
    {
        bool await_ready() noexcept { return false; }
        std::coroutine_handle<> await_suspend(Handle handle) noexcept
        {
            promise_type &promise = handle.promise();
            if (promise.continuation)
                return promise.continuation;
            if (promise.done) {
                const auto done = std::move(promise.done);
                done(std::move(*promise.value));
            }
            return std::noop_coroutine();
        }
        void await_resume() noexcept { }
    };

    struct promise_type
    {
        std::optional<T> value;
        std::coroutine_handle<> continuation;
        std::function<void(T)> done;

        Task get_return_object() { return Task(Handle::from_promise(*this)); }
        std::suspend_always initial_suspend() noexcept { return {}; }
        FinalAwaiter final_suspend() noexcept { return {}; }
        void unhandled_exception() { std::terminate(); }
        template <typename U>
        void return_value(U &&result)
        {
            value.emplace(std::forward<U>(result));
        }
    };

    Task(Task &&other) noexcept
        : _handle(std::exchange(other._handle, nullptr))
    { }
    Task &operator=(Task &&other) noexcept
    {
        std::swap(_handle, other._handle);
        return *this;
    }
    Task(const Task &) = delete;
    Task &operator=(const Task &) = delete;
    ~Task()
    {
        if (_handle)
            _handle.destroy();
    }

    // Runs to the first wait at once. `done` is called from the coroutine's end and must not destroy the
    // task.
    void start(std::function<void(T)> done)
    {
        _handle.promise().done = std::move(done);
        _handle.resume();
    }

    bool await_ready() const noexcept { return false; }
    std::coroutine_handle<> await_suspend(std::coroutine_handle<> awaiting) noexcept
    {
        _handle.promise().continuation = awaiting;
        return _handle;
    }
    T await_resume() { return std::move(*_handle.promise().value); }

private:
    explicit Task(Handle handle)
        : _handle(handle)
    { }

    Handle _handle;
};

namespace detail {

// Deleted later, because it may be in the middle of its own signal.
struct LaterDeleter
{
    void operator()(QObject *object) const
    {
        object->disconnect();
        object->deleteLater();
    }
};

template <typename T>
class FutureAwaiter final
{
public:
    explicit FutureAwaiter(QFuture<T> future)
        : _future(std::move(future))
    { }

    bool await_ready() const noexcept { return false; }
    void await_suspend(std::coroutine_handle<> awaiting)
    {
        _watcher.reset(new QFutureWatcher<T>);
        QObject::connect(_watcher.get(), &QFutureWatcherBase::finished, _watcher.get(),
                         [awaiting] { awaiting.resume(); });
        _watcher->setFuture(_future);
    }
    T await_resume()
    {
        if (_future.resultCount() == 0)
            return Error{ErrorCode::Unavailable, QStringLiteral("given up before an answer")};
        return _future.result();
    }

private:
    QFuture<T> _future;
    std::unique_ptr<QFutureWatcher<T>, LaterDeleter> _watcher;
};

class DelayAwaiter final
{
public:
    explicit DelayAwaiter(std::chrono::milliseconds time)
        : _time(time)
    { }

    bool await_ready() const noexcept { return false; }
    void await_suspend(std::coroutine_handle<> awaiting)
    {
        _timer.reset(new QTimer);
        _timer->setSingleShot(true);
        QObject::connect(_timer.get(), &QTimer::timeout, _timer.get(), [awaiting] { awaiting.resume(); });
        _timer->start(_time);
    }
    void await_resume() const noexcept { }

private:
    std::chrono::milliseconds _time;
    std::unique_ptr<QTimer, LaterDeleter> _timer;
};

} // namespace detail

// co_await answerOf(api.claim(…)): the future's result. T is a Result: a call that was given up is
// Unavailable.
template <typename T>
[[nodiscard]] detail::FutureAwaiter<T> answerOf(QFuture<T> future)
{
    return detail::FutureAwaiter<T>(std::move(future));
}

// co_await delay(1s)
[[nodiscard]] inline detail::DelayAwaiter delay(std::chrono::milliseconds time)
{
    return detail::DelayAwaiter(time);
}

// Runs blocking work on the pool. What it refers to must outlive the pool's threads.
template <typename Work>
[[nodiscard]] auto runOn(QThreadPool &pool, Work work) -> QFuture<std::invoke_result_t<Work>>
{
    const auto promise = std::make_shared<QPromise<std::invoke_result_t<Work>>>();
    promise->start();
    pool.start([promise, work = std::move(work)]() mutable {
        promise->addResult(work());
        promise->finish();
    });
    return promise->future();
}

} // namespace archivesmp
