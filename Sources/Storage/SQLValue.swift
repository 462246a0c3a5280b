public import Kernel

/// A value as the database sees it. Five cases, the storage classes common to both engines.
public enum SQLValue: Hashable, Sendable { case null, int(Int64), double(Double), text(String), blob([UInt8]) }

/// A Swift value that can be stored in, and read back from, one column.
public protocol SQLConvertible: Sendable {
    var sqlValue: SQLValue { get }
    init?(sqlValue: SQLValue)
}

extension SQLValue: SQLConvertible {
    public var sqlValue: SQLValue { self }
    public init?(sqlValue: SQLValue) { self = sqlValue }
}
extension Int64: SQLConvertible {
    public var sqlValue: SQLValue { .int(self) }
    public init?(sqlValue: SQLValue) {
        guard case .int(let number) = sqlValue else { return nil }
        self = number
    }
}
extension Int: SQLConvertible {
    public var sqlValue: SQLValue { .int(Int64(self)) }
    public init?(sqlValue: SQLValue) {
        guard case .int(let number) = sqlValue else { return nil }
        self = Int(number)
    }
}
extension Double: SQLConvertible {
    public var sqlValue: SQLValue { .double(self) }
    public init?(sqlValue: SQLValue) {
        switch sqlValue {
        case .double(let number): self = number
        case .int(let number): self = Double(number)
        default: return nil
        }
    }
}
extension Bool: SQLConvertible {
    public var sqlValue: SQLValue { .int(self ? 1 : 0) }
    public init?(sqlValue: SQLValue) {
        guard case .int(let number) = sqlValue else { return nil }
        self = number != 0
    }
}
extension String: SQLConvertible {
    public var sqlValue: SQLValue { .text(self) }
    public init?(sqlValue: SQLValue) {
        guard case .text(let text) = sqlValue else { return nil }
        self = text
    }
}
extension [UInt8]: SQLConvertible {
    public var sqlValue: SQLValue { .blob(self) }
    public init?(sqlValue: SQLValue) {
        guard case .blob(let bytes) = sqlValue else { return nil }
        self = bytes
    }
}
extension SQLConvertible where Self: RawRepresentable, RawValue: SQLConvertible {
    public var sqlValue: SQLValue { rawValue.sqlValue }
    public init?(sqlValue: SQLValue) {
        guard let raw = RawValue(sqlValue: sqlValue) else { return nil }
        self.init(rawValue: raw)
    }
}
extension ID: SQLConvertible {}
extension Instant: SQLConvertible {
    public var sqlValue: SQLValue { .int(milliseconds) }
    public init?(sqlValue: SQLValue) {
        guard case .int(let number) = sqlValue else { return nil }
        self.init(milliseconds: number)
    }
}
extension CivilDate: SQLConvertible {
    public var sqlValue: SQLValue { .text(description) }
    public init?(sqlValue: SQLValue) {
        guard case .text(let text) = sqlValue else { return nil }
        self.init(iso: text)
    }
}
extension Money: SQLConvertible {
    public var sqlValue: SQLValue { .int(dong) }
    public init?(sqlValue: SQLValue) {
        guard case .int(let number) = sqlValue else { return nil }
        self.init(dong: number)
    }
}
