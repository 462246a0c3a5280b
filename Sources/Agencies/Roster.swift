public import Kernel

/// Who does an officer's work on a day.
public enum Cover: Hashable, Sendable {
    /// The officer.
    case own
    /// The substitute, or the substitute's substitute.
    case substitute(ID<StaffMember>)
    /// The first of the duty list who is there.
    case duty(ID<StaffMember>)
    /// Nobody: the head reassigns.
    case nobody

    /// The officer who takes the work; nil for the officer's own and for nobody.
    public var taker: ID<StaffMember>? {
        switch self {
        case .own, .nobody: nil
        case .substitute(let id), .duty(let id): id
        }
    }
}

/// The officers of a unit and its duty lists: enough to say who takes whose work when a day opens.
public struct Roster: Sendable {
    public let staff: [ID<StaffMember>: StaffMember]
    public let duties: [DutyList]
    public init(staff: [StaffMember], duties: [DutyList]) {
        self.staff = Dictionary(staff.map { ($0.id, $0) }, uniquingKeysWith: { $1 })
        self.duties = duties
    }

    /// Who does the work of `officer` in `role` at `agency` on `date`.
    ///
    /// An absent officer's substitute takes it, or, where that one is absent too, theirs; then the duty list. Whoever
    /// takes it must hold the role at the unit on that day: work never gives a right.
    public func cover(
        for officer: ID<StaffMember>,
        role: Role,
        at agency: ID<Agency>,
        on date: CivilDate
    ) -> Cover {
        if isThere(officer, role, agency, date) { return .own }
        var asked: Set<ID<StaffMember>> = [officer]
        var next = staff[officer]?.absence(on: date)?.substitute
        while let substitute = next, asked.insert(substitute).inserted {
            if isThere(substitute, role, agency, date) { return .substitute(substitute) }
            next = staff[substitute]?.absence(on: date)?.substitute
        }
        let list = duties.filter { $0.role == role && Span.holds(date, from: $0.from, to: $0.to) }
            .max { $0.from < $1.from }
        let onDuty = list?.staff.first { $0 != officer && isThere($0, role, agency, date) }
        return onDuty.map { .duty($0) } ?? .nobody
    }

    private func isThere(_ id: ID<StaffMember>, _ role: Role, _ agency: ID<Agency>, _ date: CivilDate) -> Bool {
        guard let member = staff[id] else { return false }
        return member.absence(on: date) == nil && member.holds(role, at: agency, on: date)
    }
}
