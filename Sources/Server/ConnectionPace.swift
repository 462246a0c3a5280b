internal import HTTPTypes
internal import NIOCore
internal import NIOHTTPTypes

/// How a connection stands, and how long it may stand so: shared by the two handlers of one connection, on its loop.
///
/// Only time in which the server wanted bytes and none came is held against a client, never time the server took.
final class ConnectionPace {
    enum Phase { case new, waiting, head, body, answering, closing }
    /// Seconds between two looks at a connection that is under way.
    private static let look = TimeAmount.seconds(1)

    private let limits: ConnectionLimits
    private let slow: @Sendable () -> Void
    private(set) var phase = Phase.new
    /// Bytes of this request's body.
    private var received = 0
    /// Time in this phase in which the client was waited for, up to the last read.
    private var waited = TimeAmount.zero
    private var wantedSince: NIODeadline?
    private var blockedSince: NIODeadline?
    private var timer: Scheduled<Void>?
    private var discarded = 0

    /// - Parameter slow: told when a connection is closed since its client was too slow.
    init(_ limits: ConnectionLimits, slow: @escaping @Sendable () -> Void) {
        self.limits = limits
        self.slow = slow
    }

    func enter(_ next: Phase, _ context: ChannelHandlerContext) {
        phase = next
        received = 0
        waited = .zero
        if wantedSince != nil { wantedSince = .now() }
        if next != .waiting { watch(context) }
    }

    func wants(_ context: ChannelHandlerContext) { if wantedSince == nil { wantedSince = .now() } }
    func got(_ bytes: Int, _ context: ChannelHandlerContext) {
        if let since = wantedSince { waited = waited + (.now() - since) }
        wantedSince = nil
        received += bytes
        if phase == .new || phase == .waiting { enter(.head, context) }
        if phase == .closing { discarded += bytes }
        if phase == .closing, discarded > limits.lingerBytes { context.close(promise: nil) }
    }
    func mayWrite(_ may: Bool, _ context: ChannelHandlerContext) {
        blockedSince = may ? nil : (blockedSince ?? .now())
        if !may { watch(context) }
    }
    func end() {
        timer?.cancel()
        timer = nil
    }

    private func watch(_ context: ChannelHandlerContext) {
        guard timer == nil else { return }
        let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        timer = context.eventLoop.scheduleTask(in: Self.look) {
            let (pace, context) = bound.value
            pace.timer = nil
            pace.check(context)
        }
    }

    private func check(_ context: ChannelHandlerContext) {
        guard context.channel.isActive else { return }
        if isTooSlow {
            if phase != .closing { slow() }
            return context.close(promise: nil)
        }
        if phase != .waiting && phase != .answering || blockedSince != nil { watch(context) }
    }

    private var isTooSlow: Bool {
        let now = NIODeadline.now()
        if let since = blockedSince, now - since > .seconds(Int64(limits.takingSeconds)) { return true }
        let time = waited + (wantedSince.map { now - $0 } ?? .zero)
        let seconds = Int(time.nanoseconds / 1_000_000_000)
        switch phase {
        case .waiting, .answering: return false
        case .new: return seconds >= limits.firstByteSeconds
        case .head: return seconds >= limits.headSeconds
        case .closing: return seconds >= limits.lingerSeconds
        case .body:
            if seconds >= limits.requestSeconds { return true }
            return seconds > limits.graceSeconds && received < (seconds - limits.graceSeconds) * limits.bytesPerSecond
        }
    }
}

/// The first handler of a connection: sees its bytes.
final class ByteWatch: ChannelDuplexHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundIn = ByteBuffer
    private let pace: ConnectionPace
    init(_ pace: ConnectionPace) { self.pace = pace }

    func channelActive(context: ChannelHandlerContext) {
        pace.enter(.new, context)
        context.fireChannelActive()
    }
    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        pace.got(unwrapInboundIn(data).readableBytes, context)
        context.fireChannelRead(data)
    }
    func read(context: ChannelHandlerContext) {
        pace.wants(context)
        context.read()
    }
    func channelWritabilityChanged(context: ChannelHandlerContext) {
        pace.mayWrite(context.channel.isWritable, context)
        context.fireChannelWritabilityChanged()
    }
    func channelInactive(context: ChannelHandlerContext) {
        pace.end()
        context.fireChannelInactive()
    }
}

/// Behind the decoder: sees where requests and answers begin and end, and ends a connection whose answer came before
/// its request was whole (a body that is too large): the answer is flushed, a bounded rest is read and thrown away so
/// that the client sees it, then the connection is closed.
final class RequestWatch: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart
    private let pace: ConnectionPace
    private var isEarly = false
    /// Requests whose answer is not finished: more than one when they are sent without waiting.
    private var unanswered = 0
    init(_ pace: ConnectionPace) { self.pace = pace }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let part = unwrapInboundIn(data)
        if pace.phase == .closing {
            if case .end = part { context.close(promise: nil) }
            return
        }
        switch part {
        case .head:
            unanswered += 1
            pace.enter(.body, context)
        case .body: break
        case .end: pace.enter(unanswered > 0 ? .answering : .waiting, context)
        }
        context.fireChannelRead(data)
    }
    func channelReadComplete(context: ChannelHandlerContext) {
        context.fireChannelReadComplete()
        if pace.phase == .closing { context.read() }
    }
    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        switch unwrapOutboundIn(data) {
        case .head(var head):
            guard pace.phase == .body, unanswered == 1, head.status.kind != .informational else { break }
            isEarly = true
            head.headerFields[.connection] = "close"
            return context.write(wrapOutboundOut(.head(head)), promise: promise)
        case .body: break
        case .end:
            unanswered -= 1
            guard isEarly else {
                if unanswered == 0, pace.phase == .answering { pace.enter(.waiting, context) }
                break
            }
            context.writeAndFlush(data, promise: promise)
            guard pace.phase == .body else { return context.close(promise: nil) }
            pace.enter(.closing, context)
            return context.read()
        }
        context.write(data, promise: promise)
    }
}
