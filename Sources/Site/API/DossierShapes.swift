internal import Access
internal import Agencies
internal import Catalogue
internal import Dossiers
internal import Kernel
internal import LegalClock
internal import Register
internal import Web

/// Dossiers as data: their shapes, and how they are filled.
enum DossierShapes {
    static let line = Shape.named(
        "DossierLine",
        .object([
            .init("code", .anyText), .init("version", .count), .init("status", APIShapes.status),
            .init("procedure", .object([.init("code", .anyText), .init("name", .anyText)])),
            .init("owner", .anyText, "The first owner's name; empty while there is none."),
            .init("owners", .count, "How many."), .init("receivedAt", .orNull(.moment)),
            .init("dueAt", .orNull(.moment)), .init("isOverdue", .flag),
            .init("workingMinutesLeft", .orNull(.integer(min: -1_000_000_000, max: 1_000_000_000))),
            .init("delivery", .words(of: DeliveryState.allCases)), .init("finance", .words(of: FinanceState.allCases)),
            .init("holder", .orNull(.anyText), "The unit that has the folder."), .init("officer", .orNull(.anyText)),
            .init("movingTo", .orNull(.anyText), "The unit that has still to sign for it."),
        ])
    )
    static let person = Shape.named(
        "Person",
        .object([
            .init("kind", .words(of: PersonKind.allCases)), .init("name", .anyText, "Empty: erased."),
            .init("birth", .orNull(.anyText)), .init("sex", .orNull(APIShapes.sex)),
            .init("address", .orNull(.anyText)),
            .init("identityNumber", .orNull(.anyText), "Masked."), .init("phone", .orNull(.anyText)),
        ])
    )
    static let whole = Shape.named(
        "Dossier",
        .object([
            .init("code", .anyText), .init("version", .count, "What the next act names as `version`."),
            .init("status", APIShapes.status), .init("finance", .words(of: FinanceState.allCases)),
            .init("delivery", .words(of: DeliveryState.allCases)),
            .init("outcome", .orNull(.words(of: Outcome.allCases))),
            .init(
                "procedure",
                .object([
                    .init("code", .anyText), .init("name", .anyText), .init("field", .anyText),
                    .init("version", .anyText),
                ])
            ),
            .init("channel", .words(of: IntakeChannel.allCases)), .init("capacity", .words(of: Capacity.allCases)),
            .init("submitter", person), .init("owners", .list(person, min: 0, max: DossierLimits.owners)),
            .init("unnamedOwner", .flag), .init("papers", .list(APIShapes.paper, min: 0, max: 1000)),
            .init("originalsKept", .list(.anyText, min: 0, max: 1000)), .init("sets", .count), .init("copies", .count),
            .init("copiesReturned", .count),
            .init(
                "fee",
                .object([
                    .init("amount", .orNull(.money)), .init("text", .anyText), .init("exemption", .orNull(.anyText)),
                    .init("due", .orNull(.money)), .init("paid", .money),
                ])
            ),
            .init("submittedAt", .orNull(.moment)), .init("receivedAt", .orNull(.moment)),
            .init("dueAt", .orNull(.moment)), .init("legalDueAt", .orNull(.moment), "Before any extension."),
            .init("finishedAt", .orNull(.moment)), .init("closedAt", .orNull(.moment)),
            .init("receiving", APIShapes.unit), .init("competent", APIShapes.unit),
            .init("supporting", .orNull(APIShapes.unit)), .init("pickUp", .orNull(APIShapes.unit)),
            .init("holder", .orNull(APIShapes.unit)), .init("movingTo", .orNull(APIShapes.unit)),
            .init("officer", .orNull(.anyText)),
            .init(
                "step",
                .orNull(
                    .object([
                        .init("kind", .words(of: StepKind.allCases)), .init("name", .anyText),
                        .init("role", .words(of: Role.allCases)),
                    ])
                )
            ),
            .init("bookNumber", .orNull(.anyText)), .init("place", .orNull(.anyText), "Where the paper folder is."),
            .init("resultNumber", .orNull(.anyText)), .init("lookUpNumber", .orNull(.anyText)),
            .init("linked", .list(.anyText, min: 0, max: 1000), "Codes of corrections, or of what this one corrects."),
            .init("acts", .list(.words(of: DossierAct.allCases), min: 0, max: 100), "What the officer can do now."),
        ])
    )
    static let item = Shape.named(
        "TimelineEntry",
        .object([
            .init("version", .count), .init("event", .anyText), .init("title", .anyText), .init("at", .moment),
            .init("by", .anyText), .init("unit", .orNull(APIShapes.unit)),
            .init("details", .list(.anyText, min: 0, max: 1000)), .init("isUndone", .flag),
        ])
    )

    static func line(_ row: DossierRow, _ line: DossierLine, _ t: Texts) -> JSON {
        [
            "code": .text(line.code), "version": JSON(row.version), "status": APIShapes.status(row.status, t),
            "procedure": ["code": .text(row.procedureCode), "name": .text(line.procedure)],
            "owner": .text(line.person), "owners": JSON(line.others + 1), "receivedAt": JSON(row.receivedAt),
            "dueAt": JSON(row.dueAt), "isOverdue": .flag(line.time?.isLate ?? false),
            "workingMinutesLeft": line.time.map { JSON($0.left) } ?? nil, "delivery": .text(row.delivery.rawValue),
            "finance": .text(row.finance.rawValue), "holder": JSON(line.unit), "officer": JSON(line.officer),
            "movingTo": JSON(line.movingTo),
        ]
    }

    static func whole(_ facts: DossierFacts, _ t: Texts) -> JSON {
        let (dossier, filing) = (facts.dossier, facts.filing)
        var members: [JSON.Member] = [
            .init("code", .text(filing.code.rawValue)), .init("version", JSON(dossier.version)),
            .init("status", APIShapes.status(dossier.status, t)), .init("finance", .text(dossier.finance.rawValue)),
            .init("delivery", .text(dossier.delivery.rawValue)), .init("outcome", JSON(dossier.outcome?.rawValue)),
            .init(
                "procedure",
                [
                    "code": .text(filing.procedureCode), "name": .text(facts.procedureName(t.language)),
                    "field": .text(filing.field), "version": .text(filing.procedureVersion),
                ]
            ),
            .init("channel", .text(filing.channel.rawValue)), .init("capacity", .text(filing.capacity.rawValue)),
            .init("submitter", person(facts.persons[filing.submitter])),
            .init("owners", .list(filing.owners.map { person(facts.persons[$0]) })),
            .init("unnamedOwner", .flag(filing.unnamedOwner)), .init("papers", .list(filing.papers.map(paper))),
            .init("originalsKept", .list(dossier.originalsKept.map { .text($0) })), .init("sets", JSON(filing.sets)),
            .init("copies", JSON(filing.copies)), .init("copiesReturned", JSON(dossier.copiesReturned)),
            .init(
                "fee",
                [
                    "amount": JSON(filing.fee.amount), "text": .text(filing.fee.text),
                    "exemption": JSON(filing.fee.exemption), "due": JSON(dossier.amountDue),
                    "paid": JSON(dossier.feePaid),
                ]
            ),
        ]
        members += times(dossier) + places(facts)
        members += [
            .init("bookNumber", JSON(dossier.bookNumber.map { "\($0.volume)/\($0.number)" })),
            .init("place", JSON(dossier.place)), .init("resultNumber", JSON(dossier.resultNumber)),
            .init("lookUpNumber", JSON(facts.keys?.lookUp.rawValue)),
            .init("linked", .list(facts.linked.values.sorted().map { .text($0) })),
            .init("acts", .list(acts(facts).map { .text($0.rawValue) })),
        ]
        return .object(members)
    }

    private static func times(_ dossier: Dossier) -> [JSON.Member] {
        [
            .init("submittedAt", JSON(dossier.submittedAt)), .init("receivedAt", JSON(dossier.receivedAt)),
            .init("dueAt", JSON(dossier.dueAt)), .init("legalDueAt", JSON(dossier.legalDueAt)),
            .init("finishedAt", JSON(dossier.finishedAt)), .init("closedAt", JSON(dossier.closedAt)),
        ]
    }
    private static func places(_ facts: DossierFacts) -> [JSON.Member] {
        let (dossier, filing) = (facts.dossier, facts.filing)
        func unit(_ id: ID<Agency>?) -> JSON { facts.directory.unit(id, on: facts.now.date) }
        let step = dossier.currentStep.map { step -> JSON in
            ["kind": .text(step.kind.rawValue), "name": .text(step.name), "role": .text(step.role.rawValue)]
        }
        return [
            .init("receiving", unit(filing.receiving)), .init("competent", unit(filing.competent)),
            .init("supporting", unit(filing.supporting)), .init("pickUp", unit(filing.pickUp)),
            .init("holder", unit(dossier.holder)), .init("movingTo", unit(dossier.pendingHandOver?.to)),
            .init("officer", JSON(dossier.officer.flatMap { facts.actors[$0.rawValue] })), .init("step", step ?? nil),
        ]
    }
    /// What the officer's page would offer, and the prints.
    private static func acts(_ facts: DossierFacts) -> [DossierAct] {
        let performer = facts.officer.performer
        let undoable = !Dossier.undoable(facts.history, by: performer, at: facts.now).isEmpty
        let offered = OfferedActs(facts.dossier, by: performer, undoable: undoable, today: facts.now.date)
        let prints = facts.dossier.acts(for: performer).filter { $0 == .printSlip }
        return [offered.next].compactMap { $0 } + offered.others + prints
    }

    static func person(_ person: Person?) -> JSON {
        let details = person.flatMap { $0.isErased ? nil : $0.details }
        return [
            "kind": .text((details?.kind ?? .citizen).rawValue), "name": .text(details?.name ?? ""),
            "birth": JSON(details?.birth.map(iso)), "sex": JSON(details?.sex?.rawValue),
            "address": JSON(details?.address),
            "identityNumber": JSON(details.flatMap { $0.identity == .none ? nil : $0.identity.masked }),
            "phone": JSON(details?.phone?.e164),
        ]
    }
    private static func iso(_ date: PartialDate) -> String {
        ([Digits.padded(date.year, 4)] + [date.month, date.dayOfMonth].compactMap { $0 }.map { Digits.padded($0, 2) })
            .joined(separator: "-")
    }
    private static func paper(_ paper: Dossiers.Paper) -> JSON {
        ["name": .text(paper.name), "form": .text(paper.form.rawValue), "count": JSON(paper.count)]
    }

    static func item(_ entry: DossierEntry, _ words: PathItem, _ facts: DossierFacts, _ t: Texts) -> JSON {
        [
            "version": JSON(entry.version), "event": .text(entry.event.label), "title": .text(words.title),
            "at": JSON(entry.at), "by": .text(facts.name(entry.actor, t)),
            "unit": facts.directory.unit(entry.agency, on: facts.now.date),
            "details": .list(words.lines.map { .text($0) }), "isUndone": .flag(words.isUndone),
        ]
    }
}
