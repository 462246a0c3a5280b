internal import HTTPTypes
internal import HummingbirdCore
internal import Logging
internal import NIOCore
internal import NIOHTTPTypes
internal import Web

/// The HTTP of the server: a bounded number of connections, room kept for those who have few, and nobody slow enough to
/// keep others out.
struct GuardedChannel: ServerChildChannel, HTTPChannelHandler {
    typealias Value = HTTP1Channel.Value
    let responder: HTTPChannelHandler.Responder
    let limits: ConnectionLimits
    let census: ConnectionCensus
    let metrics: Metrics
    let log: QuietLog

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Value> {
        let address = channel.remoteAddress?.ipAddress ?? "-"
        let (census, metrics, log) = (census, metrics, log)
        let isAdmitted = census.enter(address)
        metrics.set("motcua_connections", Double(census.total))
        if isAdmitted {
            channel.closeFuture.whenComplete { _ in
                census.leave(address)
                metrics.set("motcua_connections", Double(census.total))
            }
        } else {
            metrics.count("motcua_connections_refused_total", ["reason": "crowded"])
            log.warning("Connection refused: too many from one address, or in all")
        }
        let pace = ConnectionPace(limits) {
            metrics.count("motcua_connections_refused_total", ["reason": "slow"])
            log.warning("Connection closed: its client was too slow")
        }
        do {
            try channel.pipeline.syncOperations.addHandler(
                isAdmitted ? ByteWatch(pace) : Refusal() as any ChannelHandler
            )
        } catch { return channel.eventLoop.makeFailedFuture(error) }
        let bound = NIOLoopBound(pace, eventLoop: channel.eventLoop)
        return HTTP1Channel(
            responder: responder,
            configuration: HTTP1Channel.Configuration(
                additionalChannelHandlers: [RequestWatch(bound.value)],
                idleTimeout: .seconds(Int64(ServerLimits.idleSeconds)),
                httpDecoderConfiguration: .init(
                    maxHeaderFieldSize: ServerLimits.headerBytes,
                    maxHeaderListSize: ServerLimits.headerBytes,
                    maxHeaderFieldCount: ServerLimits.headerFields
                )
            )
        ).setup(channel: channel, logger: logger)
    }

    func handle(value: Value, logger: Logger) async { await handleHTTP(asyncChannel: value, logger: logger) }
}

/// Tells one connection too many to come again, and closes it, before anything is read.
private final class Refusal: ChannelDuplexHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer
    private static let text = "Máy chủ đang bận, xin thử lại sau.\nToo many connections; try again.\n"
    private static let answer =
        "HTTP/1.1 503 Service Unavailable\r\nRetry-After: 5\r\nConnection: close\r\n"
        + "Content-Type: text/plain; charset=utf-8\r\nContent-Length: \(text.utf8.count)\r\n\r\n\(text)"

    func channelActive(context: ChannelHandlerContext) {
        let bound = NIOLoopBound(context, eventLoop: context.eventLoop)
        context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: Self.answer))).whenComplete { _ in
            bound.value.close(promise: nil)
        }
        context.fireChannelActive()
    }
    func channelRead(context: ChannelHandlerContext, data: NIOAny) {}
}
