// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/rest/librarycalls.h"

#include "agent/rest/httpdoor.h"

#include <microhttpd.h>

#include <QLoggingCategory>

#include <arpa/inet.h>
#include <array>
#include <cstdarg>
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

namespace archivesmp::agent::rest {

Q_LOGGING_CATEGORY(lcHttp, "archivesmp.rest.http", QtInfoMsg)

namespace {

using Slot = std::shared_ptr<Exchange>; // what the library keeps for us per request

thread_local QString words; // the library says why it cannot start in the thread that asked it to

Q_ATTRIBUTE_FORMAT_PRINTF(2, 0) void note(void *, const char *format, va_list arguments)
{
    std::array<char, 512> text{};
    std::vsnprintf(text.data(), text.size(), format, arguments);
    words = QString::fromUtf8(text.data()).trimmed();
    qCDebug(lcHttp).noquote() << words;
}

union SocketAddress {
    sockaddr any;
    sockaddr_in v4;
    sockaddr_in6 v6;
};

SocketAddress socketAddress(const QHostAddress &address, quint16 port)
{
    SocketAddress result{};
    if (address.protocol() == QAbstractSocket::IPv4Protocol) {
        result.v4.sin_family = AF_INET;
        result.v4.sin_port = htons(port);
        result.v4.sin_addr.s_addr = htonl(address.toIPv4Address());
    } else {
        result.v6.sin6_family = AF_INET6;
        result.v6.sin6_port = htons(port);
        const Q_IPV6ADDR bytes = address.toIPv6Address();
        std::memcpy(&result.v6.sin6_addr, bytes.c, sizeof bytes.c);
    }
    return result;
}

MHD_Response *bodyOf(const ApiReply &reply)
{
    if (reply.file.isEmpty()) {
        // The library copies it: the pointer is not written through.
        return MHD_create_response_from_buffer(std::size_t(reply.body.size()),
                                               const_cast<char *>(reply.body.constData()),
                                               MHD_RESPMEM_MUST_COPY);
    }
    const int file = ::open(reply.file.toLocal8Bit().constData(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    struct stat status = {};
    if (file < 0 || ::fstat(file, &status) != 0 || !S_ISREG(status.st_mode)) {
        if (file >= 0)
            ::close(file);
        return nullptr;
    }
    return MHD_create_response_from_fd64(std::uint64_t(status.st_size), file); // owns the descriptor
}

} // namespace

struct LibraryCalls::Callbacks
{
    static void *begin(void *, const char *target, MHD_Connection *)
    {
        auto exchange = std::make_shared<Exchange>();
        exchange->head.target = target;
        return new Slot(std::move(exchange)); // given back in end()
    }

    static MHD_Result answer(void *self, MHD_Connection *connection, const char *, const char *method,
                             const char *version, const char *bytes, std::size_t *size, void **slot)
    {
        auto *const door = static_cast<HttpDoor *>(self);
        const Slot exchange = *static_cast<Slot *>(*slot);
        switch (exchange->stage) {
        case Exchange::Stage::Head:
            exchange->head.method = method;
            exchange->head.version = version;
            exchange->head.headers = headersOf(connection);
            exchange->address = QHostAddress(
                MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS)->client_addr);
            return MHD_Result(door->answerHead(connection, exchange));
        case Exchange::Stage::Admission:
            return MHD_Result(door->answerAdmission(connection, exchange));
        case Exchange::Stage::Body:
            return MHD_Result(door->takeBody(connection, exchange, bytes, size));
        case Exchange::Stage::Answer:
            break;
        }
        return exchange->reply ? MHD_Result(door->send(connection, *exchange, *exchange->reply)) : MHD_NO;
    }

    static void end(void *self, MHD_Connection *connection, void **slot, MHD_RequestTerminationCode)
    {
        const std::unique_ptr<Slot> owned(static_cast<Slot *>(std::exchange(*slot, nullptr)));
        auto *const door = static_cast<HttpDoor *>(self);
        door->_watch.expectWithin(connection, door->_settings.idleDeadline);
    }

    static void connectionChanged(void *self, MHD_Connection *connection, void **,
                                  MHD_ConnectionNotificationCode what)
    {
        auto *const door = static_cast<HttpDoor *>(self);
        if (what == MHD_CONNECTION_NOTIFY_CLOSED) {
            door->_watch.closed(connection);
            return;
        }
        const int socket = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD)->connect_fd;
        const int on = 1;
        ::setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        door->_watch.opened(connection, socket);
        door->_watch.expectWithin(connection, door->_settings.headDeadline);
    }

    static MHD_Result addHeader(void *headers, MHD_ValueKind, const char *name, std::size_t nameSize,
                                const char *value, std::size_t valueSize)
    {
        static_cast<QList<std::pair<QByteArray, QByteArray>> *>(headers)->emplaceBack(
            QByteArray(name, qsizetype(nameSize)), QByteArray(value, qsizetype(valueSize)));
        return MHD_YES;
    }

    static MHD_Daemon *start(HttpDoor &door, unsigned flags, const SocketAddress &address, quint16 port,
                             const char *key, const char *certificate)
    {
        return MHD_start_daemon(
            MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_TLS | MHD_USE_ERROR_LOG
                | flags,
            port, nullptr, nullptr, &Callbacks::answer, &door, MHD_OPTION_EXTERNAL_LOGGER, &note, nullptr,
            MHD_OPTION_THREAD_POOL_SIZE, 2U, MHD_OPTION_CONNECTION_LIMIT, 2000U,
            MHD_OPTION_PER_IP_CONNECTION_LIMIT, 64U, MHD_OPTION_CONNECTION_TIMEOUT, 15U,
            MHD_OPTION_CONNECTION_MEMORY_LIMIT, std::size_t(32768), MHD_OPTION_CONNECTION_MEMORY_INCREMENT,
            std::size_t(4096), MHD_OPTION_STRICT_FOR_CLIENT, 1, MHD_OPTION_LISTEN_BACKLOG_SIZE, 511U,
            MHD_OPTION_SOCK_ADDR, &address.any, MHD_OPTION_HTTPS_MEM_KEY, key, MHD_OPTION_HTTPS_MEM_CERT,
            certificate, MHD_OPTION_HTTPS_PRIORITIES,
            "SECURE128:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2:%SERVER_PRECEDENCE", MHD_OPTION_URI_LOG_CALLBACK,
            &Callbacks::begin, &door, MHD_OPTION_NOTIFY_CONNECTION, &Callbacks::connectionChanged, &door,
            MHD_OPTION_NOTIFY_COMPLETED, &Callbacks::end, &door, MHD_OPTION_END);
    }
};

MHD_Daemon *LibraryCalls::start(HttpDoor &door, const QHostAddress &address, quint16 port, const char *key,
                                const char *certificate)
{
    words.clear();
    if (address.protocol() == QAbstractSocket::AnyIPProtocol) {
        const SocketAddress both = socketAddress(QHostAddress(QHostAddress::AnyIPv6), port);
        if (MHD_Daemon *const daemon
            = Callbacks::start(door, MHD_USE_DUAL_STACK, both, port, key, certificate))
            return daemon;
        // A machine without IPv6.
        return start(door, QHostAddress(QHostAddress::AnyIPv4), port, key, certificate);
    }
    const bool v6 = address.protocol() == QAbstractSocket::IPv6Protocol;
    return Callbacks::start(door, v6 ? unsigned(MHD_USE_IPv6) : 0U, socketAddress(address, port), port, key,
                            certificate);
}

QString LibraryCalls::lastWords()
{
    return words;
}

QList<std::pair<QByteArray, QByteArray>> LibraryCalls::headersOf(MHD_Connection *connection)
{
    QList<std::pair<QByteArray, QByteArray>> headers;
    MHD_get_connection_values_n(connection, MHD_HEADER_KIND, &Callbacks::addHeader, &headers);
    return headers;
}

int LibraryCalls::queue(MHD_Connection *connection, const ApiReply &reply)
{
    MHD_Response *const response = bodyOf(reply);
    if (response == nullptr) {
        if (reply.file.isEmpty())
            return MHD_NO;
        return queue(
            connection,
            errorReply(Error{ErrorCode::NotFound, QStringLiteral("the file is not there any more")}));
    }
    MHD_add_response_header(response, MHD_HTTP_HEADER_CONTENT_TYPE, reply.contentType.constData());
    MHD_add_response_header(response, MHD_HTTP_HEADER_CACHE_CONTROL, "no-store");
    MHD_add_response_header(response, "X-Content-Type-Options", "nosniff");
    for (const auto &[name, value] : reply.headers)
        MHD_add_response_header(response, name.constData(), value.constData());
    const MHD_Result queued = MHD_queue_response(connection, unsigned(reply.status), response);
    MHD_destroy_response(response);
    return queued;
}

} // namespace archivesmp::agent::rest
