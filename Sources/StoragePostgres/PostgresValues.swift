internal import CLibPQ
internal import Glibc
internal import Storage

/// The values of one statement as libpq wants them: text, and bytes for blobs.
struct PostgresParameters {
    private let values: [SQLValue]
    init(_ values: [SQLValue]) { self.values = values }

    typealias Use = (
        _ count: Int32, _ pointers: UnsafePointer<UnsafePointer<CChar>?>?, _ lengths: UnsafePointer<Int32>?,
        _ formats: UnsafePointer<Int32>?
    ) throws -> Void

    func with(_ use: Use) throws {
        guard !values.isEmpty else { return try use(0, nil, nil, nil) }
        var bytes: [CChar] = []
        var starts: [Int?] = []
        var lengths: [Int32] = []
        var formats: [Int32] = []
        for value in values {
            let (content, isBinary) = Self.encoded(value)
            starts.append(content == nil ? nil : bytes.count)
            lengths.append(Int32(content?.count ?? 0))
            formats.append(isBinary ? 1 : 0)
            if let content {
                content.withUnsafeBytes { bytes.append(contentsOf: $0.bindMemory(to: CChar.self)) }
                bytes.append(0)
            }
        }
        try bytes.withUnsafeBufferPointer { buffer in
            let pointers = starts.map { start in start.flatMap { offset in buffer.baseAddress.map { $0 + offset } } }
            try pointers.withUnsafeBufferPointer {
                try use(Int32(values.count), $0.baseAddress, lengths, formats)
            }
        }
    }

    private static func encoded(_ value: SQLValue) -> (content: [UInt8]?, isBinary: Bool) {
        switch value {
        case .null: (nil, false)
        case .int(let number): (Array(String(number).utf8), false)
        case .double(let number): (Array(String(number).utf8), false)
        case .text(let text): (Array(text.utf8), false)
        case .blob(let bytes): (bytes, true)
        }
    }
}

/// Rows out of a libpq result.
enum PostgresRows {
    static func rows(of result: OpaquePointer) -> [Row] {
        let width = PQnfields(result)
        let columns = (0..<width).map { column in PQfname(result, column).map { String(cString: $0) } ?? "" }
        let types = (0..<width).map { PQftype(result, $0) }
        return (0..<PQntuples(result)).map { row in
            let values = (0..<width).map { column -> SQLValue in
                guard PQgetisnull(result, row, column) == 0, let start = PQgetvalue(result, row, column) else {
                    return .null
                }
                let raw = UnsafeRawBufferPointer(start: start, count: Int(PQgetlength(result, row, column)))
                return value(raw, type: types[Int(column)])
            }
            return Row(columns: columns, values: values)
        }
    }

    /// By the numbers of PostgreSQL's built-in types, which never change.
    private static func value(_ raw: UnsafeRawBufferPointer, type: Oid) -> SQLValue {
        if type == 17 { return .blob(bytes(hex: raw.dropFirst(2))) }  // bytea, "\x…"
        let text = String(decoding: raw, as: UTF8.self)
        return switch type {
        case 16: .int(text == "t" ? 1 : 0)  // bool
        case 20, 21, 23, 26: Int64(text).map(SQLValue.int) ?? .text(text)  // int8, int2, int4, oid
        case 700, 701: Double(text).map(SQLValue.double) ?? .text(text)  // float4, float8
        case 1700: Int64(text).map(SQLValue.int) ?? Double(text).map(SQLValue.double) ?? .text(text)  // a sum of int8
        default: .text(text)
        }
    }

    private static func bytes(hex: Slice<UnsafeRawBufferPointer>) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(hex.count / 2)
        var high: UInt8?
        for character in hex {
            let digit = character < 58 ? character &- 48 : (character | 0x20) &- 87
            if let first = high {
                bytes.append(first << 4 | digit)
                high = nil
            } else {
                high = digit
            }
        }
        return bytes
    }
}

/// PostgreSQL's own codes (SQLSTATE) as the seam's errors.
enum PostgresErrors {
    private static let sqlState: Int32 = 67  // PG_DIAG_SQLSTATE, 'C'
    private static let primaryMessage: Int32 = 77  // PG_DIAG_MESSAGE_PRIMARY, 'M'

    /// The error of `result`; nil when it was only skipped after an earlier one. The server's DETAIL is left out: it
    /// repeats the values, and values can be personal.
    static func storageError(_ result: OpaquePointer?) -> StorageError? {
        if PQresultStatus(result) == PGRES_PIPELINE_ABORTED { return nil }
        let message =
            PQresultErrorField(result, primaryMessage).map { String(cString: $0) }
            ?? PQresultErrorMessage(result).map { String(cString: $0) } ?? ""
        guard let code = PQresultErrorField(result, sqlState).map({ String(cString: $0) }) else {
            return .unavailable(message)
        }
        return storageError(code: code, message: message)
    }

    static func storageError(code: String, message: String) -> StorageError {
        switch code {
        case "23505": .notUnique(message)
        case "40001", "40P01", "55P03": .conflict(message)
        case "0A000" where message.hasPrefix("cached plan must not change"): .conflict(message)
        case "57014": .timedOut(message)
        case "25006": .readOnly(message)
        case "53100", "53200", "54000": .full(message)
        case "25P03", "53300", "57P01", "57P02", "57P03", "57P05": .unavailable(message)
        default:
            switch code.prefix(2) {
            case "22" where code != "22P02", "23": .constraint(message)
            case "08": .unavailable(message)
            default: .failed(code: code, message: message)
            }
        }
    }
}

/// C strings in an array that ends with NULL.
enum CStrings {
    static func with<T>(_ strings: [String], _ use: (UnsafePointer<UnsafePointer<CChar>?>?) -> T) -> T {
        let copies = strings.map { strdup($0) }
        defer { copies.forEach { free($0) } }
        return (copies.map { UnsafePointer($0) } + [nil]).withUnsafeBufferPointer { use($0.baseAddress) }
    }
}
