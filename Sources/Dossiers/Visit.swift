public import Agencies
public import Catalogue
public import Kernel
public import LegalClock
public import Register
public import Storage

extension DossierDesk {
    /// Many intakes of one visit or of an organisation's spreadsheet, each its own write; one that fails stops none.
    ///
    /// - Parameter key: the request's key; sent again, only those that failed are tried again.
    /// - Returns: for each order its dossier or its refusal, in the same order.
    public func intakeMany(
        _ orders: [IntakeOrder],
        by performer: Performer,
        unitCode: String,
        calendar: WorkCalendar,
        key: String
    ) async throws -> [Result<ID<Dossier>, any Error>] {
        guard orders.count <= DossierLimits.spreadsheetRows else {
            throw DossierError.tooMany(what: .dossiers, limit: DossierLimits.spreadsheetRows)
        }
        var results: [Result<ID<Dossier>, any Error>] = []
        for (index, order) in orders.enumerated() {
            do {
                let id = try await intake(
                    order,
                    by: performer,
                    unitCode: unitCode,
                    calendar: calendar,
                    key: "\(key):\(index + 1)"
                )
                results.append(.success(id))
            } catch { results.append(.failure(error)) }
        }
        return results
    }

    /// Opens the correction of a fault of the agency that was found after the return: a linked dossier, free, with its
    /// own clock; the fault is an entry of the first dossier and counts against the agency.
    ///
    /// - Parameters:
    ///   - seen: the version of the first dossier that the page showed.
    ///   - order: the new dossier; its fee is dropped and its link set.
    public func openCorrection(
        of id: ID<Dossier>,
        seen: Int?,
        fault: String,
        _ order: IntakeOrder,
        by performer: Performer,
        unitCode: String,
        calendar: WorkCalendar,
        key: String
    ) async throws -> ID<Dossier> {
        let desk = self
        let outcome = try await database.write("open correction") { tx in
            try RequestKeys.once(key, at: desk.world.now(), in: tx) {
                try desk.openCorrection(
                    of: id,
                    seen: seen,
                    fault: fault,
                    order,
                    by: performer,
                    unitCode: unitCode,
                    calendar: calendar,
                    in: tx
                ).rawValue
            }
        }
        return ID(outcome)
    }

    /// The same inside a transaction, whose caller sees to the key.
    public func openCorrection(
        of id: ID<Dossier>,
        seen: Int?,
        fault: String,
        _ order: IntakeOrder,
        by performer: Performer,
        unitCode: String,
        calendar: WorkCalendar,
        in tx: Transaction
    ) throws -> ID<Dossier> {
        var order = order
        order.corrects = id
        order.fee = .free
        guard try DossierStore.row(id, in: tx)?.status == .returned else {
            throw DossierError.correctionOfUnreturned
        }
        let made = try intake(order, by: performer, unitCode: unitCode, calendar: calendar, in: tx)
        _ = try act(on: id, seen: seen, by: performer, in: tx) { _, _ in
            .openCorrection(CorrectionOpened(dossier: made.id, fault: try text(fault, of: id, in: tx)))
        }
        return made.id
    }

    /// Puts right what was typed wrongly at intake and replaces the slip, in one write: the new slip says that it
    /// replaces, and the old one's code says that it was replaced.
    ///
    /// - Parameter persons: enters owners and submitter where they are others, in the same write.
    public func correctSlip(
        _ id: ID<Dossier>,
        seen: Int?,
        to correction: Corrected,
        reason: String,
        proof: String = "",
        rules: ProcedureRules,
        by performer: Performer,
        key: String,
        persons: @escaping @Sendable (inout Corrected, Transaction) throws -> Void = { _, _ in }
    ) async throws -> Dossier {
        let desk = self
        return try await database.write("correct slip") { tx in
            let outcome = try RequestKeys.once(key, at: desk.world.now(), in: tx) {
                var correction = correction
                try persons(&correction, tx)
                return try desk.correctSlip(
                    id,
                    seen: seen,
                    to: correction,
                    reason: reason,
                    proof: proof,
                    rules: rules,
                    by: performer,
                    in: tx
                ).id.rawValue
            }
            guard let (dossier, _) = try DossierStore.load(ID(outcome), in: tx) else { throw DossierNotFound(id: id) }
            return dossier
        }
    }

    /// The same inside a transaction, whose caller sees to the key.
    public func correctSlip(
        _ id: ID<Dossier>,
        seen: Int?,
        to correction: Corrected,
        reason: String,
        proof: String = "",
        rules: ProcedureRules,
        by performer: Performer,
        in tx: Transaction
    ) throws -> Dossier {
        var correction = correction
        correction.reason = try text(reason, of: id, in: tx)
        correction.proof = proof.isEmpty ? nil : try text(proof, of: id, in: tx)
        let because = correction.reason
        let order = DossierCommand.correct(correction, rules: IntakeRules(rules))
        _ = try act(on: id, seen: seen, by: performer, in: tx) { _, _ in order }
        return try act(on: id, seen: nil, by: performer, in: tx) { _, _ in
            .printSlip(.receipt, replacesBecause: because)
        }
    }

    // MARK: Notes and parked intakes

    /// Leaves a word for the other officers.
    public func note(_ body: String, on id: ID<Dossier>, by author: Actor, key: String) async throws {
        let desk = self
        _ = try await database.write("note") { tx in
            try RequestKeys.once(key, at: desk.world.now(), in: tx) {
                guard body.unicodeScalars.contains(where: { !$0.properties.isWhitespace }) else {
                    throw DossierError.reasonMissing
                }
                guard body.count <= Limits.textLength else {
                    throw DossierError.tooLong(what: .text, limit: Limits.textLength)
                }
                guard try DossierStore.row(id, in: tx) != nil else { throw DossierNotFound(id: id) }
                guard try DossierStore.noteCount(of: id, in: tx) < DossierLimits.notes else {
                    throw DossierError.notesFull(limit: DossierLimits.notes)
                }
                let now = desk.world.now()
                let noteID = desk.world.newID(.note)
                try DossierStore.addNote(body, to: id, by: author, noteID: noteID, at: now, in: tx)
                return noteID
            }
        }
    }

    /// Lays an intake aside as it was typed, so that the next person need not wait.
    ///
    /// - Parameters:
    ///   - draft: nil for a new one, else the one to replace.
    ///   - form: the form's fields, sealed by the caller's vault: they name persons.
    /// - Returns: the draft's id.
    public func park(
        _ draft: String? = nil,
        title: String,
        form: [UInt8],
        officer: Actor,
        agency: ID<Agency>
    ) async throws -> String {
        guard form.count <= DossierLimits.draftBytes else {
            throw DossierError.tooLong(what: .draft, limit: DossierLimits.draftBytes)
        }
        guard title.count <= Limits.lineLength else {
            throw DossierError.tooLong(what: .title, limit: Limits.lineLength)
        }
        let desk = self
        return try await database.write("park intake") { tx in
            let known = try draft.flatMap { try DossierStore.draft($0, of: officer.rawValue, in: tx) }
            if known == nil, try DossierStore.draftCount(of: officer.rawValue, in: tx) >= DossierLimits.drafts {
                throw DossierError.draftsFull(limit: DossierLimits.drafts)
            }
            let kept = IntakeDraft(
                id: known?.id ?? desk.world.newID(.draft),
                officer: officer.rawValue,
                agency: agency.rawValue,
                title: title,
                form: form,
                at: desk.world.now()
            )
            try DossierStore.park(kept, in: tx)
            return kept.id
        }
    }
}

extension DossierStore {
    static func noteCount(of id: ID<Dossier>, in tx: Transaction) throws -> Int {
        try tx.value("SELECT count(*) FROM dossier_note WHERE dossier = \(id)") ?? 0
    }
    static func draftCount(of officer: String, in tx: Transaction) throws -> Int {
        try tx.value("SELECT count(*) FROM dossier_draft WHERE officer = \(officer)") ?? 0
    }
}
