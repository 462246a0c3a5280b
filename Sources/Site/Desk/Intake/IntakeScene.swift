internal import Access
internal import Agencies
internal import Catalogue
internal import Dossiers
internal import Kernel
internal import LegalClock
internal import Storage
internal import Web

/// All that one intake stands before: the procedure, the units, the records that were chosen.
struct IntakeScene: Sendable {
    let frame: DeskFrame
    let version: ProcedureVersion
    let directory: AgencyDirectory
    let today: CivilDate
    let now: Instant
    /// The records chosen on the form, by the prefix of their fields.
    let persons: [String: Person]
    /// Who decides when nothing else is chosen.
    let usualCompetent: ID<Agency>?
    /// Whether the competent unit was chosen or follows from an address.
    let competentIsKnown: Bool
    let competent: ID<Agency>
    let calendar: WorkCalendar
    /// Who may sign a result that is given at once.
    let signers: [StaffMemberLine]

    var officer: Officer { frame.officer }

    /// An officer who signs, with the block over the name.
    struct StaffMemberLine: Sendable, Hashable {
        let id: ID<StaffMember>
        let name: String
        let block: String
    }

    /// - Throws: `Problem.notFound` for a code that is not in force and for an officer who receives nothing.
    static func load(
        _ rooms: Rooms,
        _ context: StaffContext,
        code: String,
        _ form: FormData,
        in tx: Transaction
    ) throws -> IntakeScene {
        let frame = try DeskFrame.load(rooms, context, current: "desk/intake", in: tx)
        guard frame.officer.may(.receiveDossier),
            let version = try CatalogueStore.current(code: code, on: context.today, in: tx)
        else { throw Problem.notFound }
        let directory = try rooms.directory(in: tx)
        let units = try rooms.scope(frame.officer, on: context.today, in: tx).units
        let persons = try chosen(form, units, rooms, in: tx)
        let usual = CompetentUnit.guess(
            version,
            address: address(form, persons),
            receiving: frame.officer.agency,
            directory,
            on: context.today
        )
        let typed = ID<Agency>(form.value("competent"))
        let competent = directory.agency(typed, on: context.today) == nil ? usual ?? frame.officer.agency : typed
        return IntakeScene(
            frame: frame,
            version: version,
            directory: directory,
            today: context.today,
            now: context.now,
            persons: persons,
            usualCompetent: usual,
            competentIsKnown: usual != nil || directory.agency(typed, on: context.today) != nil,
            competent: competent,
            calendar: try rooms.calendar(of: competent, on: context.today, in: tx),
            signers: try signers([competent, frame.officer.agency], on: context.today, in: tx)
        )
    }

    /// The records that the form names. One that the officer may not know of is left out, as if it were not there.
    static func chosen(
        _ form: FormData,
        _ units: Set<ID<Agency>>,
        _ rooms: Rooms,
        in tx: Transaction
    ) throws -> [String: Person] {
        var found: [String: Person] = [:]
        for fields in IntakeForm.blocks(form) {
            guard let id = fields.chosen(form), try PersonStore.isKnown(id, to: units, in: tx),
                let person = try PersonStore.load(id, rooms.vault, in: tx), !person.isErased
            else { continue }
            found[fields.prefix] = person
        }
        return found
    }

    /// Where the owner lives, else the submitter.
    private static func address(_ form: FormData, _ persons: [String: Person]) -> String? {
        let blocks = IntakeForm.owners(form) + [IntakeForm.submitter]
        for fields in blocks {
            let place = persons[fields.prefix]?.details.address ?? form.value(fields.field("address"))
            if !place.isEmpty { return place }
        }
        return nil
    }

    static func signers(
        _ units: [ID<Agency>],
        on date: CivilDate,
        in tx: Transaction
    ) throws -> [StaffMemberLine] {
        var lines: [StaffMemberLine] = []
        var seen: Set<ID<Agency>> = []
        for unit in units where seen.insert(unit).inserted {
            for member in try StaffStore.all(of: unit, in: tx) where member.holds(.leader, at: unit, on: date) {
                let block = member.signature(for: unit, on: date)?.lines.map(\.description) ?? []
                let line = StaffMemberLine(
                    id: member.id,
                    name: member.name,
                    block: block.isEmpty ? member.title : block.joined(separator: " / ")
                )
                if !lines.contains(where: { $0.id == line.id }) { lines.append(line) }
            }
        }
        return lines
    }
}

/// Names and counts of the fields of the intake page.
enum IntakeForm {
    static let submitter = PersonFields("p")
    /// Papers beyond the announced ones that a form may name.
    static let extraPapers = 40
    static let moreRows = 3

    static func ownerCount(_ form: FormData) -> Int {
        let count = Digits.value(Array(form.value("owners").utf8)) ?? 1
        return min(max(count, 1), DossierLimits.owners)
    }
    static func owners(_ form: FormData) -> [PersonFields] { (1...ownerCount(form)).map { PersonFields("o\($0)") } }
    static func blocks(_ form: FormData) -> [PersonFields] { [submitter] + owners(form) }
    static func extraCount(_ form: FormData) -> Int {
        let count = Digits.value(Array(form.value("extras").utf8)) ?? moreRows
        return min(max(count, 1), extraPapers)
    }

    /// The form as the page first shows it.
    static func fresh(_ version: ProcedureVersion) -> FormData {
        var values = [
            "capacity": Capacity.oneself.rawValue, "channel": IntakeChannel.counter.rawValue,
            "delivery": ResultDelivery.counter.rawValue, "sets": "1", "copies": "1", "owners": "1", "pay": "later",
            "extras": "\(moreRows)", "mark": ReceiptMark.signature.rawValue, "percent": "100",
        ]
        for (index, paper) in version.papers.enumerated() {
            values["paper_\(index)"] = isNeeded(paper) ? "missing" : "none"
            values["paper_\(index)_form"] = PaperForm.usual(for: paper).rawValue
            values["paper_\(index)_count"] = "\(max(1, paper.originals, paper.copies))"
        }
        return FormData(values)
    }
    /// Whether a paper is asked of everybody who comes to the counter. Some are left out online and say so.
    static func isNeeded(_ paper: RequiredPaper) -> Bool {
        let isForCounter = paper.onlyWhen.isEmpty || VietnameseText.folded(paper.onlyWhen).contains("truc tiep")
        return paper.isRequired && isForCounter
    }

    static func channel(_ form: FormData) -> IntakeChannel {
        IntakeChannel(rawValue: form.value("channel")) ?? .counter
    }
    static func capacity(_ form: FormData) -> Capacity { Capacity(rawValue: form.value("capacity")) ?? .oneself }
}

extension ProcedureVersion {
    /// Time and fee of the way in which a dossier came; where it is not announced, another's.
    func terms(of channel: IntakeChannel) -> ChannelTerms? {
        terms(ProcedureChannel(rawValue: channel.nationalCode) ?? .inPerson)
    }
    /// The time limit, of another channel where this one has none: that never stops the counter.
    func limit(of channel: IntakeChannel) -> TimeLimit? {
        terms(of: channel)?.limit ?? channels.lazy.compactMap(\.limit).first
    }
    /// The whole text about the fee of a channel.
    func feeText(of channel: IntakeChannel) -> String {
        (terms(of: channel)?.fees ?? []).map(\.text).filter { !$0.isEmpty }.joined(separator: "\n")
    }
}
