internal import Access
internal import Agencies
internal import Hummingbird
internal import Kernel
internal import Web

/// Roles, absences and signature blocks of one officer: a page with its forms each.
extension StaffPages {
    func addFormRoutes(
        to routes: RouteTable,
        _ administrators: Audience<StaffContext>,
        _ heads: Audience<StaffContext>
    ) {
        routes.get("/manage/staff/{id}/roles", for: administrators) { context in
            let form = FormData(["from": context.today.written])
            return context.page(staffRolesPage(context, try await managed(context), form))
        }
        routes.post("/manage/staff/{id}/roles", for: administrators) { form, context in
            try await grant(form, context)
        }
        routes.post("/manage/staff/{id}/roles/end", for: administrators) { form, context in
            try await endGrant(form, context)
        }
        routes.get("/manage/staff/{id}/absence", for: heads) { context in
            context.page(staffAbsencePage(context, try await card(context), FormData()))
        }
        routes.post("/manage/staff/{id}/absence", for: heads) { form, context in try await absent(form, context) }
        routes.post("/manage/staff/{id}/absence/end", for: heads) { form, context in
            try await endAbsence(form, context)
        }
        routes.get("/manage/staff/{id}/signature", for: administrators) { context in
            let form = FormData(["from": context.today.written])
            return context.page(staffSignaturePage(context, try await managed(context), form))
        }
        routes.post("/manage/staff/{id}/signature", for: administrators) { form, context in
            try await sign(form, context)
        }
    }

    private func grant(_ form: FormData, _ context: StaffContext) async throws -> Response {
        var form = form
        let card = try await managed(context)
        let unit = form.choice("unit", of: card.reach.units(.manageStaff).map(\.id.rawValue))
        let role = form.choice("role", of: Role.allCases.map(\.rawValue)).flatMap(Role.init)
        let from = form.date("from", required: true)
        let to = form.date("to")
        guard form.errors.isEmpty, let unit, let role, let from else {
            return context.refused(staffRolesPage(context, card, form))
        }
        let grant = RoleGrant(agency: ID(unit), role: role, from: from, to: to)
        let (desk, officer, now) = (desk, card.frame.officer, context.now)
        return try await act(form, context, card, done: "role", staffRolesPage) {
            try await desk.grant(grant, to: card.member.id, by: officer.actor) { tx in
                if card.member.id == officer.id { try OwnRole.take(grant, by: officer, at: now, in: tx) }
            }
        }
    }

    private func endGrant(_ form: FormData, _ context: StaffContext) async throws -> Response {
        var form = form
        let card = try await managed(context)
        let open = card.openGrants(on: context.today)
        let chosen = form.choice("grant", of: open.map(\.formValue))
        let lastDay = form.date("last", required: true)
        guard form.errors.isEmpty, let held = open.first(where: { $0.formValue == chosen }), let lastDay else {
            return context.refused(staffRolesPage(context, card, form))
        }
        guard card.reach.covers(held.agency, .manageStaff) else { throw Problem.notFound }
        let (desk, actor) = (desk, card.frame.officer.actor)
        return try await act(form, context, card, done: "roleEnded", staffRolesPage) {
            try await desk.endGrant(held.role, at: held.agency, of: card.member.id, lastDay: lastDay, by: actor)
        }
    }

    private func absent(_ form: FormData, _ context: StaffContext) async throws -> Response {
        var form = form
        let card = try await card(context)
        let kind = form.choice("kind", of: Absence.Kind.allCases.map(\.rawValue)).flatMap(Absence.Kind.init)
        let from = form.date("from", required: true)
        let to = form.date("to", required: true)
        let substitute = form.choice("substitute", of: card.substitutes.map(\.id.rawValue), required: false)
        guard form.errors.isEmpty, let kind, let from, let to else {
            return context.refused(staffAbsencePage(context, card, form))
        }
        let (desk, actor) = (desk, card.frame.officer.actor)
        return try await act(form, context, card, done: "absence", staffAbsencePage) {
            try await desk.setAbsence(
                of: card.member.id,
                kind,
                from: from,
                to: to,
                substitute: substitute.map { ID($0) },
                by: actor
            )
        }
    }

    private func endAbsence(_ form: FormData, _ context: StaffContext) async throws -> Response {
        var form = form
        let card = try await card(context)
        let open = card.openAbsences(on: context.today)
        let chosen = form.choice("absence", of: open.map { "\($0.number)" })
        let lastDay = form.date("last", required: true)
        guard form.errors.isEmpty, let number = chosen.flatMap({ Int($0) }), let lastDay else {
            return context.refused(staffAbsencePage(context, card, form))
        }
        let (desk, actor) = (desk, card.frame.officer.actor)
        return try await act(form, context, card, done: "absenceEnded", staffAbsencePage) {
            try await desk.endAbsence(number, of: card.member.id, lastDay: lastDay, by: actor)
        }
    }

    private func sign(_ form: FormData, _ context: StaffContext) async throws -> Response {
        var form = form
        let card = try await managed(context)
        let unit = form.choice("unit", of: card.ownUnits.map(\.rawValue))
        let from = form.date("from", required: true)
        let to = form.date("to")
        var lines: [SignatureLine] = []
        for number in StaffCard.signatureLines {
            let text = form.line("text\(number)", max: AgencyLimits.titleLength)
            let prefixes = SignaturePrefix.allCases.map(\.rawValue)
            let prefix = form.choice("prefix\(number)", of: prefixes, required: false).flatMap(SignaturePrefix.init)
            if let text {
                lines.append(SignatureLine(prefix, text))
            } else if prefix != nil {
                form.errors.add("text\(number)", "web.field.required")
            }
        }
        if lines.isEmpty { form.errors.add("text1", "manage.refused.signature") }
        guard form.errors.isEmpty, let unit, let from else {
            return context.refused(staffSignaturePage(context, card, form))
        }
        let block = SignatureBlock(agency: ID(unit), lines: lines, from: from, to: to)
        let (desk, actor) = (desk, card.frame.officer.actor)
        return try await act(form, context, card, done: "signature", staffSignaturePage) {
            try await desk.giveSignature(block, to: card.member.id, by: actor)
        }
    }

    /// Does `work` once and leads back to the officer; a refusal shows `page` again with what was typed.
    private func act(
        _ form: FormData,
        _ context: StaffContext,
        _ card: StaffCard,
        done: String,
        _ page: (StaffContext, StaffCard, FormData) -> HTML,
        _ work: () async throws -> Void
    ) async throws -> Response {
        let here = Self.root / card.member.id.rawValue
        guard try await rooms.isFirst(form, context) else { return .redirect(to: here) }
        do {
            try await work()
        } catch {
            var form = form
            try form.take(error, context.t, card.reach.directory)
            return context.refused(page(context, card, form))
        }
        return .redirect(to: here.query("done", done))
    }
}
