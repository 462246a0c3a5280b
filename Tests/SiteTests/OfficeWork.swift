import Access
import Agencies
import Catalogue
import Dossiers
import Kernel
import LegalClock
import Site
import Storage
import TestSupport
import Testing

/// How far a dossier of the office has come.
enum Progress: Int, CaseIterable, Comparable {
    case received, forwarded, taken, appraised, signed, issued, atCounter, returned
    static func < (a: Progress, b: Progress) -> Bool { a.rawValue < b.rawValue }
}

extension Office {
    /// Xác nhận thông tin về cư trú: one working day, the ward's police are competent.
    static let residence = "1.010041"

    /// Enters a citizen at the centre.
    func person(
        _ name: String = "Bùi Thị Mận",
        number: String? = nil,
        phone: String? = nil,
        by officer: Name = .hanh
    ) async throws -> ID<Person> {
        let details = PersonDetails(
            .citizen,
            name: name,
            identity: try number.map { try IdentityNumber(.citizen, parsing: $0) } ?? .none,
            phone: try phone.map { try Phone(parsing: $0) }
        )
        return try await rooms.persons.create(details, by: officer.officer).id
    }

    func procedure(_ code: String = residence) async throws -> ProcedureVersion {
        let rooms = rooms
        let today = test.now.date
        return try #require(try await rooms.database.read { tx in try rooms.procedures(on: today, in: tx)[code] })
    }

    /// Receives a dossier at the centre and takes it as far as `progress`, each act a minute after the other.
    func dossier(
        _ progress: Progress = .received,
        of person: ID<Person>? = nil,
        procedure code: String = residence,
        fee: Fee = .free
    ) async throws -> ID<Dossier> {
        let procedure = try await procedure(code)
        var owner = person
        if owner == nil { owner = try await self.person() }
        let submitter = try #require(owner)
        let order = IntakeOrder(
            answer: .receive,
            procedure: procedure,
            owners: [submitter],
            submitter: submitter,
            capacity: .oneself,
            competent: Self.police,
            papers: [Paper(name: procedure.papers.first?.name ?? "Đơn", form: .original, count: 1)],
            fee: fee,
            limit: .workingDays(1)
        )
        let id = try await rooms.dossiers.intake(
            order,
            by: Name.hanh.performer,
            unitCode: "H28.01",
            calendar: .standard,
            key: test.world.newID(.request)
        )
        for next in Progress.allCases where next > .received && next <= progress {
            test.advance(minutes: 1)
            try await take(id, to: next)
        }
        return id
    }

    private func take(_ id: ID<Dossier>, to progress: Progress) async throws {
        switch progress {
        case .received: break
        case .forwarded: try await act(.forward(to: Self.police, note: "", bag: ""), on: id, by: .hanh)
        case .taken: try await act(.take, on: id, by: .tuan)
        case .appraised: try await step(id, by: .tuan, while: .specialist)
        case .signed: try await step(id, by: .khanh, while: .leader)
        case .issued: try await act(.finish(number: "12/XN", file: nil), on: id, by: .oanh)
        case .atCounter: try await act(.take, on: id, by: .hanh)
        case .returned:
            let give = ActForm.returnResult(
                collector: "",
                isSubmitter: true,
                proof: .identityCard,
                how: .counter,
                copies: 1,
                mark: .signature,
                slipLost: false
            )
            try await act(give, on: id, by: .hanh)
        }
    }

    /// Completes steps as long as they want this role.
    private func step(_ id: ID<Dossier>, by name: Name, while role: Role) async throws {
        while try await load(id).currentStep?.role == role {
            let form = ActForm.completeStep(opinion: .granted, note: "", block: "TRƯỞNG CÔNG AN PHƯỜNG", seen: true)
            try await act(form, on: id, by: name)
        }
    }

    @discardableResult
    func act(_ form: ActForm, on id: ID<Dossier>, by name: Name, rules: ProcedureRules = ProcedureRules()) async throws
        -> Dossier
    {
        try await rooms.dossiers.act(
            form,
            on: id,
            seen: nil,
            by: name.performer,
            calendar: .standard,
            rules: rules,
            key: test.world.newID(.request)
        )
    }

    func load(_ id: ID<Dossier>) async throws -> Dossier {
        try #require(try await rooms.database.read { tx in try DossierStore.load(id, in: tx)?.dossier })
    }
    func code(of id: ID<Dossier>) async throws -> String {
        try #require(try await load(id).filing?.code.rawValue)
    }
}
