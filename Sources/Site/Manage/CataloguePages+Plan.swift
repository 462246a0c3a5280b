internal import Access
internal import Agencies
internal import Catalogue
internal import Hummingbird
internal import Kernel
internal import Storage
internal import Web

/// Import of the national file, and the yearly plan of reviews.
extension CataloguePages {
    func addPlanRoutes(to routes: RouteTable) {
        routes.get("/manage/catalogue/import", for: Self.controllers) { context in
            let form = FormData(["from": context.today.written])
            return context.page(importPage(context, try await controller(context), form, nil))
        }
        routes.post("/manage/catalogue/import", for: Self.controllers, limit: Self.importLimit) { form, context in
            try await importFile(form, context)
        }
        routes.get("/manage/catalogue/review", for: .staff) { context in
            context.page(reviewPage(context, try await review(context, FormData()), FormData()))
        }
        routes.post("/manage/catalogue/review", for: Self.controllers) { form, context in
            try await plan(form, context)
        }
        routes.post("/manage/catalogue/review/done", for: Self.controllers) { form, context in
            try await reviewed(form, context)
        }
    }

    private func importFile(_ form: FormData, _ context: StaffContext) async throws -> Response {
        var form = form
        let frame = try await controller(context)
        let from = form.date("from", required: true)
        let file = form.file("file")
        if file == nil { form.errors.add("file", "catalogue.import.choose") }
        let text = file.flatMap { String(validating: $0.bytes, as: UTF8.self) }
        if file != nil, text == nil { form.errors.add("file", "catalogue.refused.file") }
        guard form.errors.isEmpty, let from, let text else {
            return context.refused(importPage(context, frame, form, nil))
        }
        do {
            // The same file twice changes nothing by itself: the report is shown each time.
            let report = try await desk(frame.officer).importNational(text, validFrom: from)
            return context.page(importPage(context, frame, form, report))
        } catch {
            try form.take(error, context.t)
            return context.refused(importPage(context, frame, form, nil))
        }
    }

    // MARK: Reviews

    private func review(_ context: StaffContext, _ form: FormData) async throws -> ReviewView {
        let rooms = rooms
        let typed = form.has("year") ? form.value("year") : context.query("year")
        let year = Int(typed) ?? context.today.year
        let unit = context.query("unit")
        return try await rooms.database.read { tx in
            let frame = try DeskFrame.load(rooms, context, current: "manage/catalogue", in: tx)
            let all = try CatalogueStore.reviews(year: year, in: tx)
            let shelf = try rooms.procedures(on: context.today, in: tx)
            return ReviewView(
                frame: frame,
                year: year,
                unit: unit,
                units: Set(all.map(\.unit)).sorted { VietnameseText.folded($0) < VietnameseText.folded($1) },
                items: unit.isEmpty ? all : all.filter { $0.unit == unit },
                progress: try CatalogueStore.reviewProgress(
                    year: year,
                    unit: unit.isEmpty ? nil : unit,
                    on: context.today,
                    in: tx
                ),
                names: Dictionary(shelf.versions.map { ($0.code, $0.name) }, uniquingKeysWith: { $1 }),
                fields: shelf.fields,
                ownUnit: try rooms.directory(in: tx)[frame.officer.agency]?.name ?? "",
                mayChange: try Self.mayChange(frame, rooms, context, in: tx)
            )
        }
    }

    private func plan(_ form: FormData, _ context: StaffContext) async throws -> Response {
        var form = form
        let frame = try await controller(context)
        let year = form.integer("year", in: 2000...2199, required: true)
        let unit = form.line("unit", max: Limits.nameLength, required: true)
        let dueOn = form.date("due", required: true)
        let typed = form.text("codes") ?? ""
        let field = form.value("field")
        let rooms = rooms
        let shelf = try await rooms.database.read { tx in try rooms.procedures(on: context.today, in: tx) }
        var codes = typed.split(whereSeparator: { $0.isWhitespace || $0 == "," || $0 == ";" }).map(String.init)
        for code in codes where shelf[code] == nil {
            form.errors.add("codes", "catalogue.refused.code", ["code": code])
        }
        codes += shelf.versions.filter { $0.field == field }.map(\.code)
        codes = Set(codes).sorted()
        if codes.isEmpty { form.errors.add("codes", "catalogue.review.none") }
        guard form.errors.isEmpty, let year, let unit, let dueOn else {
            return context.refused(reviewPage(context, try await review(context, form), form))
        }
        let there = (Self.root / "review").query("year", "\(year)").query("unit", unit)
        guard try await self.rooms.isFirst(form, context) else { return .redirect(to: there) }
        do {
            try await desk(frame.officer).planReview(year: year, unit: unit, codes: codes, dueOn: dueOn)
        } catch {
            try form.take(error, context.t)
            return context.refused(reviewPage(context, try await review(context, form), form))
        }
        return .redirect(to: there.query("done", "planned").query("count", "\(codes.count)"))
    }

    private func reviewed(_ form: FormData, _ context: StaffContext) async throws -> Response {
        var form = form
        let frame = try await controller(context)
        let outcomes = ReviewOutcome.allCases.map(\.rawValue)
        let outcome = form.choice("outcome", of: outcomes).flatMap(ReviewOutcome.init)
        guard let outcome else {
            return context.refused(reviewPage(context, try await review(context, form), form))
        }
        let back = Self.root / "review"
        let there = back.query("year", form.value("year"))
        guard try await rooms.isFirst(form, context) else { return .redirect(to: there) }
        do {
            try await desk(frame.officer).recordReview(form.value("item"), doneOn: context.today, outcome: outcome)
        } catch {
            try form.take(error, context.t)
            return context.refused(reviewPage(context, try await review(context, form), form))
        }
        return .redirect(to: there.query("done", "reviewed"))
    }
}

/// The reviews of a year.
struct ReviewView: Sendable {
    let frame: DeskFrame
    let year: Int
    let unit: String
    let units: [String]
    let items: [ReviewItem]
    let progress: ReviewProgress
    let names: [String: String]
    let fields: [String]
    let ownUnit: String
    let mayChange: Bool
}
