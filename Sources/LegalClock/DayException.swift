public import Kernel

/// A day that differs from its weekday: a day off, or a day off that is worked.
public struct DayException: Hashable, Sendable, Codable {
    /// Why the day differs.
    public enum Kind: String, Sendable, CaseIterable, Codable {
        /// Nghỉ lễ, Tết: Labour Code 2019 art. 112.
        case statutory
        /// Nghỉ bù: the next working day off when a holiday falls on a weekly day off.
        case compensatory
        /// Nghỉ hoán đổi: a working day off that is made up on another day.
        case swapOff = "swap_off"
        /// Ngày làm bù: a weekly day off that is worked in place of a swapped one.
        case swapWorkday = "swap_workday"
    }
    /// Whether the official notice has come out.
    public enum Status: String, Sendable, CaseIterable, Codable { case announced, expected }

    public var date: CivilDate
    public var kind: Kind
    public var status: Status
    /// The holiday's name in Vietnamese, without words for "off" (`Giỗ Tổ Hùng Vương`).
    public var nameVI: String
    public var nameEN: String
    /// The other day of a swap: for a day off the day that makes it up, for a make-up day the day it replaces.
    public var pairedWith: CivilDate?
    /// The notice or law it comes from.
    public var source: String

    public init(
        date: CivilDate,
        kind: Kind,
        status: Status,
        nameVI: String,
        nameEN: String,
        pairedWith: CivilDate? = nil,
        source: String = ""
    ) {
        self.date = date
        self.kind = kind
        self.status = status
        self.nameVI = nameVI
        self.nameEN = nameEN
        self.pairedWith = pairedWith
        self.source = source
    }

    public var isOff: Bool { kind != .swapWorkday }
}
