internal import Kernel

/// How far two records look like one person: offered to an officer, decided by nobody else.
public struct PersonLikeness: Hashable, Sendable {
    public enum Reason: String, Sendable, CaseIterable { case number, name, nearName, birth, birthYear, phone, address }
    /// 0–100.
    public let score: Int
    public let reasons: Set<Reason>

    /// From here on a likeness is offered.
    public static let threshold = 60

    /// Compares what is known of two persons.
    ///
    /// The same number is one person. Two different numbers of one kind are two. Else names and dates speak: many share
    /// a name, and a family shares a phone and an address, so none of these counts alone.
    public init(_ a: PersonDetails, _ b: PersonDetails) {
        var reasons: Set<Reason> = []
        let bothNumbered = a.identity != .none && b.identity != .none
        if bothNumbered, a.identity.text == b.identity.text { reasons.insert(.number) }
        let nameA = VietnameseText.searchKey(a.name)
        let nameB = VietnameseText.searchKey(b.name)
        if nameA == nameB {
            reasons.insert(.name)
        } else if Self.areNear(nameA, nameB) {
            reasons.insert(.nearName)
        }
        if let birthA = a.birth, let birthB = b.birth, birthA.agrees(with: birthB) {
            reasons.insert(birthA.day != nil && birthB.day != nil ? .birth : .birthYear)
        }
        if let phone = a.phone, phone == b.phone { reasons.insert(.phone) }
        if let placeA = a.address, let placeB = b.address,
            VietnameseText.words(placeA) == VietnameseText.words(placeB)
        {
            reasons.insert(.address)
        }
        self.reasons = reasons
        score = Self.score(reasons, a, b, bothNumbered: bothNumbered)
    }

    private static func score(
        _ reasons: Set<Reason>,
        _ a: PersonDetails,
        _ b: PersonDetails,
        bothNumbered: Bool
    ) -> Int {
        if reasons.contains(.number) { return 100 }
        if bothNumbered, a.identity.kind == b.identity.kind { return 0 }
        if (a.kind == .organisation) != (b.kind == .organisation) { return 0 }
        if let birthA = a.birth, let birthB = b.birth, !birthA.agrees(with: birthB) { return 0 }
        if let sexA = a.sex, let sexB = b.sex, sexA != sexB { return 0 }
        var score = reasons.contains(.name) ? 40 : reasons.contains(.nearName) ? 25 : 0
        guard score > 0 else { return 0 }
        if reasons.contains(.birth) { score += 50 }
        if reasons.contains(.birthYear) { score += 15 }
        if reasons.contains(.phone) { score += 35 }
        if reasons.contains(.address) { score += 25 }
        return min(score, 99)
    }

    /// Whether one letter was added, lost or changed. Shorter names than five letters are too many to be near.
    static func areNear(_ a: String, _ b: String) -> Bool {
        let short = Array((a.utf8.count <= b.utf8.count ? a : b).utf8)
        let long = Array((a.utf8.count <= b.utf8.count ? b : a).utf8)
        guard short.count >= 5, long.count - short.count <= 1, short != long else { return false }
        let head = zip(short, long).prefix { $0 == $1 }.count
        let tail = zip(short.dropFirst(head).reversed(), long.dropFirst(head).reversed()).prefix { $0 == $1 }.count
        return head + tail >= long.count - 1
    }
}

/// A record that may be the same person.
public struct PersonMatch: Hashable, Sendable {
    public let person: Person
    public let likeness: PersonLikeness
}
