public import Kernel

/// What the agencies' room refuses, with the facts a sentence about it needs.
public enum AgencyError: Error, Hashable, Sendable {
    case unknownAgency(ID<Agency>)
    case unknownStaff(ID<StaffMember>)
    case unknownCounter(ID<ServiceCounter>)
    /// A name, title or line that is empty, longer than `max` characters, or holds control characters.
    case badText(TextField, max: Int)
    /// The last day lies before the first.
    case datesReversed(from: CivilDate, to: CivilDate)
    /// The unit does not exist on that day.
    case notInForce(ID<Agency>, on: CivilDate)
    /// The unit above would be the unit itself or stand below it.
    case parentLoop
    /// Other units still belong to it after its last day.
    case hasUnitsBelow(count: Int)
    /// The code belongs to another unit in part of that time.
    case codeTaken(code: String, by: ID<Agency>)
    /// The code has not the form of its scheme.
    case codeMalformed(code: String, scheme: AgencyCodeScheme)
    case noSuchCode(code: String)
    case counterNumberTaken(Int)
    case counterNumberOutside(ClosedRange<Int>)
    case tooMany(max: Int)
    case counterClosed
    /// A log-in name has small letters, digits, dots, hyphens.
    case logInMalformed(ClosedRange<Int>)
    case logInTaken(String)
    /// The officer already holds the role at the unit in part of that time.
    case grantOverlaps(RoleGrant)
    case noSuchGrant
    case noSuchAbsence
    /// The officer has left.
    case staffLeft(on: CivilDate)
    /// Nobody takes their own work while absent.
    case substituteIsSelf
    /// An absence overlaps another of the same officer.
    case absenceOverlaps(from: CivilDate, to: CivilDate)
    case signatureEmpty(max: Int)

    public enum TextField: String, Sendable { case name, shortName, title, staffName, signatureLine }
}

/// Days from a first to a last one, both included; open where there is no last.
enum Span {
    static func overlap(
        _ from: CivilDate,
        _ to: CivilDate?,
        _ otherFrom: CivilDate,
        _ otherTo: CivilDate?
    ) -> Bool {
        (to.map { otherFrom <= $0 } ?? true) && (otherTo.map { from <= $0 } ?? true)
    }
    static func holds(_ date: CivilDate, from: CivilDate, to: CivilDate?) -> Bool {
        from <= date && (to.map { date <= $0 } ?? true)
    }
    static func check(_ from: CivilDate, _ to: CivilDate?) throws(AgencyError) {
        if let to, to < from { throw .datesReversed(from: from, to: to) }
    }
    /// The text in its normal form.
    static func line(
        _ text: String,
        _ field: AgencyError.TextField,
        max: Int
    ) throws(AgencyError) -> String {
        let text = VietnameseText.normalized(text)
        guard text.contains(where: { !$0.isWhitespace }), text.count <= max, VietnameseText.isCleanLine(text) else {
            throw .badText(field, max: max)
        }
        return text
    }
}
