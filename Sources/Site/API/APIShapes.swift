internal import Access
internal import Agencies
internal import Dossiers
internal import Kernel
internal import Web

/// The shapes that several routes share, each under the name it has in the document.
enum APIShapes {
    /// A unit, by its code.
    static let unit = Shape.named(
        "Unit",
        .object([
            .init("code", .anyText, "The unit's code (mã định danh), `H28.25`; of a unit without one its id."),
            .init("name", .anyText, "The short name."),
        ])
    )
    static let unitCode = Shape.code(max: 40)
    static let status = Shape.named(
        "Status",
        .object([
            .init("number", .integer(min: 1, max: 99), "1–10 as the national portal numbers them; 99 is struck out."),
            .init("name", .words(of: Status.allCases.map(StatusWord.init)), "The identifier of the glossary."),
            .init("text", .anyText, "The status in words."),
        ])
    )
    struct StatusWord: RawRepresentable {
        let rawValue: String
        init(_ status: Status) { rawValue = "\(status)" }
        init?(rawValue: String) { self.rawValue = rawValue }
    }

    static let dossierCode = Shape.code(max: DossierCode.length)
    static let sex = Shape.words(of: Sex.allCases)

    /// A person as a client tells of one.
    static let personIn = Shape.named(
        "PersonGiven",
        .object([
            .init("kind", .words(of: PersonKind.allCases)),
            .init("name", .line(max: Limits.nameLength)),
            .init("birth", partialDate, required: .optional, "A day, a month or a year."),
            .init("sex", sex, required: .optional),
            .init("address", .line(max: AccessLimits.addressLength), required: .optional),
            .init("identity", identity, required: .optional, "Left out for who has no number: a newborn, an elder."),
            .init("phone", .line(max: 40), required: .optional),
        ])
    )
    static let identity = Shape.named(
        "Identity",
        .object([
            .init("kind", .words(of: IdentityNumber.Kind.allCases.filter { $0 != .none })),
            .init("number", .line(max: 40)),
        ])
    )
    static let partialDate = Shape.text(
        TextRule(
            min: 4,
            max: 10,
            pattern: "^(18|19|20|21)[0-9]{2}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?$",
            check: { text in
                // A day that its month does not have is a matter of the calendar, not of the form.
                let parts = text.split(separator: "-", omittingEmptySubsequences: false).map { Digits.value($0.utf8) }
                let lengths = text.split(separator: "-", omittingEmptySubsequences: false).map(\.utf8.count)
                guard (1...3).contains(parts.count), lengths == Array([4, 2, 2].prefix(parts.count)) else {
                    return false
                }
                let ranges = [1800...2199, 1...12, 1...31]
                return zip(parts, ranges).allSatisfy { part, range in part.map(range.contains) ?? false }
            }
        )
    )

    /// A paper that is handed in: one of the announced by its place, or another by its name.
    static let paperIn = Shape.named(
        "PaperGiven",
        .object([
            .init(
                "number",
                .integer(min: 1, max: 500),
                required: .optional,
                "The place among the procedure's papers, from 1; either this or `name`."
            ),
            .init("name", .line(max: DossierLimits.paperNameLength), required: .optional),
            .init("form", .words(of: PaperForm.allCases)),
            .init("count", .integer(min: 1, max: DossierLimits.copies), required: .optional, "1 when left out."),
        ])
    )
    static let paper = Shape.named(
        "Paper",
        .object([
            .init("name", .anyText), .init("form", .words(of: PaperForm.allCases)), .init("count", .count),
        ])
    )

    static let problem = Shape.named(
        "Problem",
        .object([
            .init("type", .anyText, "`/problems/` and the code: a page that explains it."),
            .init("title", .anyText), .init("status", .integer(min: 400, max: 599)), .init("detail", .anyText),
            .init("instance", .anyText, "The reference of this request, for whoever is asked."),
            .init("errors", .list(placeError, min: 0, max: 100), required: .optional, "What is wrong where."),
            .init("refusal", .anyText, required: .optional, "The rule that refuses."),
            .init("instead", .list(.anyText, min: 0, max: 100), required: .optional, "Acts that are possible."),
            .init("since", .list(entry, min: 0, max: 100_000), required: .optional, "What happened since."),
        ])
    )
    static let placeError = Shape.named(
        "PlaceError",
        .object([
            .init("pointer", .anyText, required: .optional, "A JSON pointer into the body; empty is the whole."),
            .init("in", .choice(["query", "header", "path"]), required: .optional),
            .init("parameter", .anyText, required: .optional),
            .init("detail", .anyText),
        ])
    )
    static let entry = Shape.object([
        .init("version", .count), .init("event", .anyText), .init("at", .moment), .init("by", .anyText),
    ])

    static func status(_ status: Status?, _ t: Texts) -> JSON {
        let status = status ?? .submitted
        return [
            "number": JSON(status.rawValue), "name": .text("\(status)"), "text": .text(t("status.\(status)")),
        ]
    }
}

extension JSON {
    init(_ instant: Instant?) { self = instant.map { .text("\($0)") } ?? .null }
    init(_ date: CivilDate?) { self = date.map { .text("\($0)") } ?? .null }
    init(_ money: Money?) { self = money.map { .number($0.dong) } ?? .null }
}

extension AgencyDirectory {
    /// The unit by its code, or by its id where it has none.
    func unit(named text: String, on date: CivilDate) -> ID<Agency>? {
        if let found = holder(of: text, .unit, on: date) { return found }
        let id = ID<Agency>(text)
        return agency(id, on: date) != nil && code(of: id, .unit, on: date) == nil ? id : nil
    }
    func unit(_ id: ID<Agency>?, on date: CivilDate) -> JSON {
        guard let id else { return nil }
        return [
            "code": .text(code(of: id, .unit, on: date) ?? id.rawValue),
            "name": .text(self[id]?.shortName ?? id.rawValue),
        ]
    }
}
