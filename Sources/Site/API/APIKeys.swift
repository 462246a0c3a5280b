internal import HTTPTypes
internal import Kernel
internal import Register
internal import Storage
internal import Web

/// Request keys of the API: the answer is kept under the key, in the transaction of what it answers.
///
/// The answer names no person, so that nothing of the kind lies in the table of keys.
extension Rooms {
    /// The first answer under this call's key; nil when it is new.
    ///
    /// - Throws: `APIProblem.keyReused` when the key came with something else.
    func firstAnswer(_ call: APICall, in tx: Transaction) throws -> APIReply? {
        struct NotYet: Error {}
        let kept: String
        do {
            kept = try RequestKeys.once(try call.requestKey(), at: call.now, in: tx) { throw NotYet() }
        } catch is NotYet { return nil }
        return try Self.reply(kept, call)
    }

    /// Does `work` once for the call's key; the second of two equal calls gets the first's answer.
    func once(
        _ name: String,
        _ call: APICall,
        _ work: @escaping @Sendable (Transaction) throws -> JSON
    ) async throws -> APIReply {
        let key = try call.requestKey()
        let kept = try await database.write(name) { tx in
            try RequestKeys.once(key, at: call.now, in: tx) {
                "\(call.fingerprint) \(call.context.language.rawValue) \(try work(tx).written)"
            }
        }
        return try Self.reply(kept, call)
    }

    private static func reply(_ kept: String, _ call: APICall) throws -> APIReply {
        let parts = kept.split(separator: " ", maxSplits: 2)
        guard parts.count == 3, parts[0] == call.fingerprint else { throw APIProblem.keyReused }
        var reply = APIReply(body: Array(parts[2].utf8))
        reply.headers[.contentLanguage] = String(parts[1])
        return reply
    }
}
