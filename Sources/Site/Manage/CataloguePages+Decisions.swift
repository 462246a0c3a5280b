internal import Access
internal import Catalogue
internal import Hummingbird
internal import Kernel
internal import LegalClock
internal import Web

/// Publish, repeal and set fees: each by a decision with its number and dates.
extension CataloguePages {
    func addDecisionRoutes(to routes: RouteTable) {
        for act in DecisionAct.allCases {
            routes.get("/manage/catalogue/{code}/\(act.rawValue)", for: Self.controllers) { context in
                let view = try await deciding(context)
                return context.page(decisionPage(context, view, act, FormData()))
            }
        }
        routes.post("/manage/catalogue/{code}/publish", for: Self.controllers) { form, context in
            try await publish(form, context)
        }
        routes.post("/manage/catalogue/{code}/repeal", for: Self.controllers) { form, context in
            try await repeal(form, context)
        }
        routes.post("/manage/catalogue/{code}/fee", for: Self.controllers) { form, context in
            try await setFee(form, context)
        }
    }

    private func deciding(_ context: StaffContext) async throws -> CatalogueProcedureView {
        let view = try await procedure(context)
        guard view.mayChange else { throw Problem.notFound }
        return view
    }

    private func publish(_ form: FormData, _ context: StaffContext) async throws -> Response {
        var form = form
        let view = try await deciding(context)
        let version = form.choice("version", of: view.versions.map(\.version.id.rawValue))
        let decision = form.decision()
        let from = form.date("from", required: true)
        guard form.errors.isEmpty, let version, let decision, let from else {
            return context.refused(decisionPage(context, view, .publish, form))
        }
        let desk = desk(view.frame.officer)
        return try await act(form, context, view, .publish) {
            try await desk.publish(ID(version), decision: decision, validFrom: from)
        }
    }

    private func repeal(_ form: FormData, _ context: StaffContext) async throws -> Response {
        var form = form
        let view = try await deciding(context)
        let decision = form.decision()
        let lastDay = form.date("to", required: true)
        guard form.errors.isEmpty, let decision, let lastDay else {
            return context.refused(decisionPage(context, view, .repeal, form))
        }
        let desk = desk(view.frame.officer)
        return try await act(form, context, view, .repeal) {
            try await desk.repeal(code: view.shown.code, decision: decision, lastDay: lastDay)
        }
    }

    private func setFee(_ form: FormData, _ context: StaffContext) async throws -> Response {
        var form = form
        let view = try await deciding(context)
        let decision = form.decision()
        let channels = ProcedureChannel.allCases.map { "\($0.rawValue)" } + ["all"]
        let channel = form.choice("channel", of: channels)
        let kind = form.choice("kind", of: AnnouncedFee.Kind.allCases.map(\.rawValue)).flatMap(AnnouncedFee.Kind.init)
        let amount = form.integer("amount", in: 0...Int(FeeRule.greatest.dong), required: true)
        let text = form.line("text")
        let from = form.date("from", required: true)
        let to = form.date("to")
        guard form.errors.isEmpty, let decision, let channel, let kind, let amount, let from else {
            return context.refused(decisionPage(context, view, .fee, form))
        }
        let fee = AnnouncedFee(amount: Money(dong: Int64(amount)), kind: kind, text: text ?? "")
        let desk = desk(view.frame.officer)
        return try await act(form, context, view, .fee) {
            _ = try await desk.setFee(
                code: view.shown.code,
                channel: Int(channel).flatMap(ProcedureChannel.init),
                fee: fee,
                resolution: decision,
                validFrom: from,
                validTo: to
            )
        }
    }

    private func act(
        _ form: FormData,
        _ context: StaffContext,
        _ view: CatalogueProcedureView,
        _ act: DecisionAct,
        _ work: () async throws -> Void
    ) async throws -> Response {
        let here = Self.root / view.shown.code
        guard try await rooms.isFirst(form, context) else { return .redirect(to: here) }
        do {
            try await work()
        } catch {
            var form = form
            try form.take(error, context.t)
            return context.refused(decisionPage(context, view, act, form))
        }
        return .redirect(to: here.query("done", act.rawValue))
    }
}

/// What a decision may do to a procedure; the raw value stands in the address.
enum DecisionAct: String, Sendable, CaseIterable { case publish, repeal, fee }

extension FormData {
    /// Number and date of a decision or resolution.
    fileprivate mutating func decision() -> Decision? {
        let number = line("decision", max: 100, required: true)
        let on = date("decided", required: true)
        guard let number, let on else { return nil }
        return Decision(number: number, on: on)
    }
}
