public import Kernel

/// What a list of officers would change: who is new, who is there already, what must be put right first.
public struct StaffSheetPlan: Hashable, Sendable {
    public enum Fate: Hashable, Sendable {
        case new(NewStaff)
        /// The same person at the same unit with the same title is there; nothing changes.
        case kept(ID<StaffMember>)
    }
    public struct Line: Hashable, Sendable {
        public let line: Int
        public let name: String
        public let unit: ID<Agency>
        public let logIn: String
        public let title: String
        public let roles: [Role]
        public let fate: Fate
        public var isNew: Bool { if case .new = fate { true } else { false } }
    }
    public internal(set) var lines: [Line] = []
    public internal(set) var flaws: [StaffSheet.Flaw]

    /// Nothing needs to be put right.
    public var isGood: Bool { flaws.isEmpty && !lines.isEmpty }
    public var newLines: [Line] { lines.filter(\.isNew) }

    /// Compares a list with the units that may be changed and the officers who are there.
    ///
    /// - Parameters:
    ///   - units: the units in reach, as they are on `today`.
    ///   - code: the unit's code of a scheme.
    ///   - staff: everybody who belongs to one of these units.
    ///   - logIns: every log-in name that is taken, wherever.
    public init(
        _ entries: [StaffSheet.Entry],
        _ flaws: [StaffSheet.Flaw],
        units: [Agency],
        code: (ID<Agency>, AgencyCodeScheme) -> String?,
        staff: [StaffMember],
        logIns: Set<String>,
        on today: CivilDate
    ) {
        self.flaws = flaws
        var places: [String: Set<ID<Agency>>] = [:]
        for unit in units {
            let codes = AgencyCodeScheme.allCases.compactMap { code(unit.id, $0) }
            for key in [unit.name, unit.shortName].map(StaffSheet.words) + codes.map({ $0.lowercased() }) {
                places[key, default: []].insert(unit.id)
            }
        }
        var present: [Key: StaffMember] = [:]
        for member in staff where member.works(on: today) { present[Key(member)] = member }
        // A name that stands in the list is taken before one is made.
        var taken = logIns.union(entries.compactMap(\.logIn))
        var seen: Set<String> = []
        var keys: Set<Key> = []
        for entry in entries {
            let isFlawed = flaws.contains { $0.line == entry.line }
            let written = places[entry.unit.lowercased()] ?? places[StaffSheet.words(entry.unit)] ?? []
            guard written.count == 1, let unit = written.first else {
                if !entry.unit.isEmpty { add(.unit, written.isEmpty ? .unknownUnit : .severalUnits, entry, entry.unit) }
                continue
            }
            let key = Key(name: StaffSheet.words(entry.name), unit: unit, title: StaffSheet.words(entry.title))
            guard !isFlawed else { continue }
            let same = present[key].flatMap { entry.logIn == nil || entry.logIn == $0.logInName ? $0 : nil }
            if let logIn = entry.logIn, !seen.insert(logIn).inserted {
                add(.logIn, .twice, entry, logIn)
            } else if entry.logIn == nil, !keys.insert(key).inserted {
                add(.name, .twice, entry, entry.name)
            } else if let same {
                lines.append(Line(entry, unit, logIn: same.logInName, .kept(same.id)))
            } else if let logIn = entry.logIn, logIns.contains(logIn) {
                add(.logIn, .logInTaken, entry, logIn)
            } else {
                let logIn = entry.logIn ?? Self.logIn(for: entry.name, taken: taken)
                taken.insert(logIn)
                let grants = entry.roles.map { RoleGrant(agency: unit, role: $0, from: entry.from ?? today) }
                let profile = StaffProfile(name: entry.name, logInName: logIn, phone: entry.phone)
                let new = NewStaff(profile, post: StaffPost(agency: unit, title: entry.title), grants: grants)
                lines.append(Line(entry, unit, logIn: logIn, .new(new)))
            }
        }
        self.flaws.sort { ($0.line, $0.column.rawValue) < ($1.line, $1.column.rawValue) }
    }

    /// Who somebody is for a list without log-in names.
    private struct Key: Hashable {
        let name: String
        let unit: ID<Agency>
        let title: String
        init(name: String, unit: ID<Agency>, title: String) {
            self.name = name
            self.unit = unit
            self.title = title
        }
        init(_ member: StaffMember) {
            self.init(
                name: StaffSheet.words(member.name),
                unit: member.agency,
                title: StaffSheet.words(member.title)
            )
        }
    }

    private mutating func add(
        _ column: StaffSheet.Column,
        _ cause: StaffSheet.Flaw.Cause,
        _ entry: StaffSheet.Entry,
        _ text: String
    ) {
        flaws.append(.init(line: entry.line, column: column, cause: cause, text: String(text.prefix(60))))
    }

    /// `Bùi Thị Lan` → `lan.bt`, `lan.bt2`, …: the given name, and the first letters of what stands before it.
    static func logIn(for name: String, taken: Set<String>) -> String {
        let words = StaffSheet.words(name).split(separator: " ").map { word in
            String(word.unicodeScalars.filter { $0.isASCII }.map(Character.init))
        }.filter { !$0.isEmpty }
        let initials = String(words.dropLast().compactMap(\.first))
        var base = (words.last ?? "canbo") + (initials.isEmpty ? "" : "." + initials)
        base = String(base.prefix(AgencyLimits.logInLength.upperBound - 6))
        while base.utf8.count < AgencyLimits.logInLength.lowerBound { base += "0" }
        guard taken.contains(base) else { return base }
        var number = 2
        while taken.contains("\(base)\(number)") { number += 1 }
        return "\(base)\(number)"
    }
}

extension StaffSheetPlan.Line {
    fileprivate init(_ entry: StaffSheet.Entry, _ unit: ID<Agency>, logIn: String, _ fate: StaffSheetPlan.Fate) {
        self.init(
            line: entry.line,
            name: entry.name,
            unit: unit,
            logIn: logIn,
            title: entry.title,
            roles: entry.roles,
            fate: fate
        )
    }
}
