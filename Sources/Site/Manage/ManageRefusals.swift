internal import Access
internal import Agencies
internal import Catalogue
internal import Kernel
internal import LegalClock
internal import Register
internal import Web

extension FormData {
    /// Takes up why the rules refused, in words and at the field it is about; what is no refusal is thrown on.
    mutating func take(_ error: any Error, _ t: Texts, _ directory: AgencyDirectory? = nil) throws {
        switch error {
        case let error as AgencyError: take(error, t, directory)
        case let error as CalendarError: take(error, t)
        case let error as CatalogueError: take(error)
        case let error as SignInError: try take(error)
        case RegisterError.stale: errors.add("seen", "manage.refused.stale")
        default: throw error
        }
    }

    private mutating func take(_ error: AgencyError, _ t: Texts, _ directory: AgencyDirectory?) {
        func name(_ id: ID<Agency>) -> String { directory?[id]?.shortName ?? "" }
        switch error {
        case .unknownAgency: errors.add("unit", "manage.refused.unit")
        case .unknownStaff: errors.add("substitute", "manage.refused.staff")
        case .unknownCounter: errors.add("number", "manage.refused.counter")
        case .badText(let field, let max): errors.add(Self.field(of: field), "manage.refused.text", ["max": "\(max)"])
        case .datesReversed(let from, _): errors.add("to", "manage.refused.reversed", ["from": from.written])
        case .notInForce(let id, let date):
            errors.add("from", "manage.refused.notInForce", ["unit": name(id), "date": date.written])
        case .parentLoop: errors.add("unit", "manage.refused.loop")
        case .hasUnitsBelow(let count): errors.add("to", "manage.refused.below", ["count": "\(count)"])
        case .codeTaken(let code, let holder):
            errors.add("code", "manage.refused.codeTaken", ["code": code, "unit": name(holder)])
        case .codeMalformed(let code, let scheme):
            errors.add("code", "manage.refused.code.\(scheme.rawValue)", ["code": code])
        case .noSuchCode(let code): errors.add("code", "manage.refused.noCode", ["code": code])
        case .counterNumberTaken(let number): errors.add("number", "manage.refused.numberTaken", ["n": "\(number)"])
        case .counterNumberOutside(let range):
            errors.add("number", "web.field.number", ["min": "\(range.lowerBound)", "max": "\(range.upperBound)"])
        case .tooMany(let max): errors.add("fields", "manage.refused.tooMany", ["max": "\(max)"])
        case .counterClosed: errors.add("number", "manage.refused.counterClosed")
        case .logInMalformed(let range):
            let values = ["min": "\(range.lowerBound)", "max": "\(range.upperBound)"]
            errors.add("logIn", "manage.refused.logIn", values)
        case .logInTaken(let name): errors.add("logIn", "manage.refused.logInTaken", ["name": name])
        case .grantOverlaps(let held):
            errors.add("role", "manage.refused.grantHeld", ["span": span(held.from, held.to, t)])
        case .noSuchGrant: errors.add("grant", "manage.refused.noGrant")
        case .noSuchAbsence: errors.add("absence", "manage.refused.noAbsence")
        case .staffLeft(let date): errors.add("substitute", "manage.refused.left", ["date": date.written])
        case .substituteIsSelf: errors.add("substitute", "manage.refused.self")
        case .absenceOverlaps(let from, let to):
            errors.add("from", "manage.refused.absenceHeld", ["span": span(from, to, t)])
        case .signatureEmpty: errors.add("text1", "manage.refused.signature")
        }
    }
    private static func field(of text: AgencyError.TextField) -> String {
        switch text {
        case .name, .shortName, .staffName: "name"
        case .title: "title"
        case .signatureLine: "text1"
        }
    }

    private mutating func take(_ error: CalendarError, _ t: Texts) {
        switch error {
        case .sourceMissing: errors.add("source", "calendar.refused.source")
        case .sourceTooLong(let max): errors.add("source", "calendar.refused.sourceLong", ["max": "\(max)"])
        case .nothingEntered: errors.add("rows", "calendar.refused.nothing")
        case .tooManyDays(let max): errors.add("rows", "calendar.refused.days", ["max": "\(max)"])
        case .dateTwice(let date): errors.add("rows", "calendar.refused.twice", ["date": date.written])
        case .tooManyRules(let max): errors.add("days", "calendar.refused.rules", ["max": "\(max)"])
        case .ruleFaulty(_, let fault): take(fault)
        case .noSuchRule: errors.add("place", "calendar.refused.rule")
        case .lastNationalRule: errors.add("place", "calendar.refused.last")
        }
    }
    private mutating func take(_ fault: SessionFault) {
        switch fault {
        case .noWeekday: errors.add("days", "calendar.refused.weekday")
        case .tooManySessions(let max): errors.add("sessions", "calendar.refused.sessions", ["max": "\(max)"])
        case .endsBeforeItBegins: errors.add("to", "calendar.refused.ends")
        case .sessionEndsBeforeItBegins(let session):
            errors.add("sessions", "calendar.refused.session", ["session": "\(session)"])
        case .sessionsOverlap(let a, let b):
            errors.add("sessions", "calendar.refused.overlap", ["a": "\(a)", "b": "\(b)"])
        }
    }

    private mutating func take(_ error: CatalogueError) {
        switch error {
        case .fileUnreadable: errors.add("file", "catalogue.refused.file")
        case .fileTooLong(let limit): errors.add("file", "catalogue.refused.fileLong", ["max": "\(limit)"])
        case .noSuchProcedure(let code): errors.add("codes", "catalogue.refused.code", ["code": code])
        case .noSuchVersion: errors.add("version", "catalogue.refused.version")
        case .noSuchFlag, .flagResolved: errors.add("answer", "catalogue.refused.answered")
        case .answerDoesNotFit: errors.add("answer", "catalogue.refused.answer")
        case .decisionMissing: errors.add("decision", "catalogue.refused.decision")
        case .datesReversed: errors.add("to", "catalogue.refused.reversed")
        case .endedBefore(let date): errors.add("to", "catalogue.refused.ended", ["date": date.written])
        case .noSuchReview: errors.add("outcome", "catalogue.refused.review")
        case .stale: errors.add("seen", "manage.refused.stale")
        case .amountOutOfRange: errors.add("amount", "catalogue.refused.amount")
        }
    }

    /// Another unit's officer does not exist for this one: 404.
    private mutating func take(_ error: SignInError) throws {
        switch error {
        case .notYourStaff, .unknownStaff: throw Problem.notFound
        case .needsAnother(let name): errors.add("role", "manage.refused.needsAnother", ["name": name])
        default: throw error
        }
    }
}
