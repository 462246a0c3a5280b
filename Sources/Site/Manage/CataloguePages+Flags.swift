internal import Access
internal import Catalogue
internal import Hummingbird
internal import Kernel
internal import LegalClock
internal import Storage
internal import Web

/// What could not be understood in the announced texts: a person reads it and says what holds.
extension CataloguePages {
    func addFlagRoutes(to routes: RouteTable) {
        routes.get("/manage/catalogue/flags", for: Self.controllers) { context in
            context.page(flagListPage(context, try await flags(context)))
        }
        routes.get("/manage/catalogue/flags/bulk", for: Self.controllers) { context in
            let view = try await bulk(context, kind: context.query("kind"), field: context.query("field"))
            return context.page(bulkPage(context, view, FormData()))
        }
        routes.post("/manage/catalogue/flags/bulk", for: Self.controllers) { form, context in
            try await answerAll(form, context)
        }
        routes.get("/manage/catalogue/flags/{id}", for: Self.controllers) { context in
            context.page(flagPage(context, try await flag(context), FormData()))
        }
        routes.post("/manage/catalogue/flags/{id}", for: Self.controllers) { form, context in
            try await answer(form, context)
        }
    }

    private func flags(_ context: StaffContext) async throws -> FlagListView {
        let frame = try await controller(context)
        let kind = CatalogueFlag.Kind(rawValue: context.query("kind"))
        let field = context.query("field")
        let after = context.query("after")
        return try await rooms.database.read { tx in
            let flags = try CatalogueStore.openFlags(
                kind: kind,
                field: field.isEmpty ? nil : field,
                after: after,
                limit: Limits.pageRows + 1,
                in: tx
            )
            return FlagListView(
                frame: frame,
                counts: try CatalogueStore.openFlagCounts(in: tx),
                kind: kind,
                field: field,
                flags: Array(flags.prefix(Limits.pageRows)),
                hasMore: flags.count > Limits.pageRows
            )
        }
    }

    private func flag(_ context: StaffContext) async throws -> FlagView {
        let frame = try await controller(context)
        let id = try context.parameter("id")
        return try await rooms.database.read { tx in
            // The id of a flag is its version's and a number: `prc_…-0001`.
            guard let cut = id.lastIndex(of: "-"),
                let version = try CatalogueStore.version(id: ID(String(id[..<cut])), in: tx),
                let flag = try CatalogueStore.flags(of: version.id, in: tx).first(where: { $0.id == id })
            else { throw Problem.notFound }
            return FlagView(frame: frame, flag: flag, version: version)
        }
    }

    private func answer(_ form: FormData, _ context: StaffContext) async throws -> Response {
        var form = form
        let view = try await flag(context)
        let answer = form.flagAnswer(view.flag.flag, view.answers)
        guard form.errors.isEmpty, let answer else { return context.refused(flagPage(context, view, form)) }
        let list = (Self.root / "flags").query("kind", view.flag.flag.kind.rawValue)
        guard try await rooms.isFirst(form, context) else { return .redirect(to: list) }
        do {
            _ = try await desk(view.frame.officer).resolve(view.flag.id, with: answer)
        } catch {
            try form.take(error, context.t)
            return context.refused(flagPage(context, view, form))
        }
        return .redirect(to: list.query("done", "flag"))
    }

    // MARK: Many at once

    private func bulk(_ context: StaffContext, kind: String, field: String) async throws -> BulkView {
        let frame = try await controller(context)
        guard let kind = CatalogueFlag.Kind(rawValue: kind) else { throw Problem.notFound }
        let narrowed = field.isEmpty ? nil : field
        return try await rooms.database.read { tx in
            var flags: [StoredFlag] = []
            var after = ""
            repeat {
                let part = try CatalogueStore.openFlags(kind: kind, field: narrowed, after: after, limit: 500, in: tx)
                flags += part
                after = part.count == 500 ? part.last?.id ?? "" : ""
            } while !after.isEmpty
            return BulkView(frame: frame, kind: kind, field: field, flags: flags)
        }
    }

    private func answerAll(_ form: FormData, _ context: StaffContext) async throws -> Response {
        var form = form
        let view = try await bulk(context, kind: form.value("kind"), field: form.value("field"))
        let rule = form.flagRule(view)
        guard form.errors.isEmpty, let rule else { return context.refused(bulkPage(context, view, form)) }
        guard form.flag("sure") else {
            let reached = view.flags.filter { rule.answer(to: $0.flag) != nil }
            return context.page(bulkConfirmPage(context, view, form, reached))
        }
        let list = Self.root / "flags"
        guard try await rooms.isFirst(form, context) else { return .redirect(to: list) }
        do {
            let count = try await desk(view.frame.officer).resolveAll(rule)
            return .redirect(to: list.query("done", "flags").query("count", "\(count)"))
        } catch {
            try form.take(error, context.t)
            return context.refused(bulkPage(context, view, form))
        }
    }
}

extension FormData {
    /// The answer to one flag: a limit, a fee, or that it is right as it stands.
    fileprivate mutating func flagAnswer(_ flag: CatalogueFlag, _ answers: [String]) -> FlagAnswer? {
        switch choice("answer", of: answers) {
        case "limit": timeLimit("limit").map { .limit($0) }
        case "fee":
            integer("amount", in: 0...Int(FeeRule.greatest.dong), required: true).map { .fee(Money(dong: Int64($0))) }
        case "accepted": .accepted
        default: nil
        }
    }

    /// A time limit as people write it, `3 ngày làm việc`.
    fileprivate mutating func timeLimit(_ name: String) -> TimeLimit? {
        guard let text = line(name, max: ClockLimits.limitText, required: true) else { return nil }
        do {
            return try TimeLimit(parsing: text)
        } catch {
            switch error {
            case .hoursUnclear: errors.add(name, "catalogue.limit.hours")
            case .notInHalves: errors.add(name, "catalogue.limit.halves")
            case .outOfBounds: errors.add(name, "catalogue.limit.bounds")
            case .empty, .tooLong, .notUnderstood: errors.add(name, "catalogue.limit.words")
            }
            return nil
        }
    }

    fileprivate mutating func flagRule(_ view: BulkView) -> FlagRule? {
        let field = view.field.isEmpty ? nil : view.field
        guard let rule = choice("rule", of: view.rules) else { return nil }
        if let unit = LimitUnit(rawValue: rule) { return .unit(unit, field: field) }
        if rule == "limit" { return timeLimit("limit").map { .missingLimit($0, field: field) } }
        return .accept(view.kind, field: field)
    }
}

/// Open flags, a page of them.
struct FlagListView: Sendable {
    let frame: DeskFrame
    let counts: [CatalogueFlag.Kind: Int]
    let kind: CatalogueFlag.Kind?
    let field: String
    let flags: [StoredFlag]
    let hasMore: Bool
}

/// One flag with the version it stands in.
struct FlagView: Sendable {
    let frame: DeskFrame
    let flag: StoredFlag
    let version: ProcedureVersion

    /// The ways of the record that the flag is about.
    var terms: [ChannelTerms] {
        version.channels.filter { flag.flag.channel == nil || $0.channel == flag.flag.channel }
    }
    /// What may be answered to its kind.
    var answers: [String] { Self.answers(flag.flag.kind) }
    static func answers(_ kind: CatalogueFlag.Kind) -> [String] {
        switch kind {
        case .limitWithoutUnit, .limitDisagrees, .limitMissing: ["limit", "accepted"]
        case .feeNotStated, .feeUnclear: ["fee", "accepted"]
        case .papersUnclear, .channelUnknown, .other: ["accepted"]
        }
    }
}

/// All open flags of a kind, and the rules that may answer them together.
struct BulkView: Sendable {
    let frame: DeskFrame
    let kind: CatalogueFlag.Kind
    let field: String
    let flags: [StoredFlag]
    var rules: [String] {
        switch kind {
        case .limitWithoutUnit: LimitUnit.allCases.map(\.rawValue) + ["accept"]
        case .limitMissing: ["limit", "accept"]
        default: ["accept"]
        }
    }
}
