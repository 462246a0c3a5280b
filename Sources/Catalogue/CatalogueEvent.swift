internal import Kernel
internal import Register
internal import Storage

/// An act on the catalogue as the book keeps it: every line that it leaves behind, whole.
///
/// A procedure holds no personal data, so its content may stand in the book. A line replaces the one with the same id,
/// and none is ever taken away: the tables are the last word of the book on each line (`docs/adr/0020`). The content is
/// kept as the bytes that were written, so that no later program reads a book of today differently.
struct CatalogueEvent: Hashable, Codable, Sendable {
    var code: String
    var versions: [VersionLine]?
    var flags: [FlagLine]?
    var changes: [ChangeLine]?
    var fees: [FeeResolution]?
    var reviews: [ReviewItem]?
    /// The number of the deciding document, where the act rests on one.
    var decision: String?

    /// The event of one version.
    init(_ line: VersionLine) {
        code = line.written.version.code
        versions = [line]
        let number = line.written.version.decision.number
        decision = number.isEmpty ? nil : number
    }
    init(code: String) { self.code = code }
}

/// A version with the very text that is stored of it.
struct WrittenVersion: Hashable, Codable, Sendable {
    let version: ProcedureVersion
    let content: String

    init(_ version: ProcedureVersion) throws {
        self.version = version
        content = try RecordedJSON.encode(version)
    }
    init(from decoder: any Decoder) throws {
        content = try decoder.singleValueContainer().decode(String.self)
        version = try RecordedJSON.decode(content)
    }
    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(content)
    }
}

/// A version as it stands after an act.
struct VersionLine: Hashable, Codable, Sendable {
    var written: WrittenVersion
    /// Its place among the versions of the procedure, from 1.
    var sequence: Int
    /// SHA-256 of the portal's record, in hexadecimal, where it came from one.
    var source: String?
    var writtenAt: Instant

    var id: ID<ProcedureVersion> { written.version.id }

    func row(procedure: String) -> [String: SQLValue] {
        let version = written.version
        return [
            "id": version.id.sqlValue, "procedure": procedure.sqlValue, "code": version.code.sqlValue,
            "sequence": sequence.sqlValue, "name": version.name.sqlValue, "field": version.field.sqlValue,
            "levels": version.levels.map(\.rawValue).joined(separator: ",").sqlValue,
            "decision": version.decision.number.sqlValue, "decision_on": version.decision.on?.sqlValue ?? .null,
            "valid_from": version.validFrom.sqlValue, "valid_to": version.validTo?.sqlValue ?? .null,
            "source_hash": source.flatMap(Hex.decode)?.sqlValue ?? .null, "content": written.content.sqlValue,
            "written_at": writtenAt.sqlValue,
        ]
    }

    /// The flags of a version that is written for the first time.
    var newFlags: [FlagLine] {
        let version = written.version
        return version.flags.enumerated().map { place, flag in
            FlagLine(
                id: "\(version.id)-\(Digits.padded(place + 1, 4))",
                version: version.id,
                field: version.field,
                flag: flag
            )
        }
    }
}

/// A flag, with the answer where somebody gave one.
struct FlagLine: Hashable, Codable, Sendable {
    var id: String
    var version: ID<ProcedureVersion>
    var field: String
    var flag: CatalogueFlag
    var answer: FlagAnswer?
    var answeredBy: String?
    var answeredAt: Instant?

    func row(procedure: String, code: String) throws -> [String: SQLValue] {
        [
            "id": id.sqlValue, "procedure": procedure.sqlValue, "version": version.sqlValue, "code": code.sqlValue,
            "field": field.sqlValue, "kind": flag.kind.rawValue.sqlValue,
            "channel": flag.channel?.rawValue.sqlValue ?? .null, "words": flag.text.sqlValue,
            "answer": try answer.map { try RecordedJSON.encode($0).sqlValue } ?? .null,
            "answered_by": answeredBy?.sqlValue ?? .null, "answered_at": answeredAt?.sqlValue ?? .null,
        ]
    }
}

/// One part in which a version differs from the one before it.
struct ChangeLine: Hashable, Codable, Sendable {
    var version: ID<ProcedureVersion>
    /// Its place in the list of changes, from 0.
    var place: Int
    var change: FieldChange

    func row(procedure: String) -> [String: SQLValue] {
        [
            "version": version.sqlValue, "procedure": procedure.sqlValue, "place": place.sqlValue,
            "part": change.part.sqlValue, "before": change.before.sqlValue, "after": change.after.sqlValue,
        ]
    }
}

extension FeeResolution {
    func row(procedure: String) throws -> [String: SQLValue] {
        [
            "id": id.sqlValue, "procedure": procedure.sqlValue, "code": code.sqlValue,
            "channel": channel?.rawValue.sqlValue ?? .null, "fee": try RecordedJSON.encode(fee).sqlValue,
            "resolution": number.sqlValue, "resolved_on": resolvedOn.sqlValue, "valid_from": validFrom.sqlValue,
            "valid_to": validTo?.sqlValue ?? .null,
        ]
    }
}

extension ReviewItem {
    func row(procedure: String) -> [String: SQLValue] {
        [
            "id": id.sqlValue, "procedure": procedure.sqlValue, "year": year.sqlValue, "unit": unit.sqlValue,
            "code": code.sqlValue, "due_on": dueOn.sqlValue, "done_on": doneOn?.sqlValue ?? .null,
            "outcome": outcome?.rawValue.sqlValue ?? .null,
        ]
    }
}
