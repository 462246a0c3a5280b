import Access
import Agencies
import Catalogue
import Dossiers
import Kernel
import LegalClock
import Register
import SiteTestSupport
import TestSupport
import Testing
import Web

@testable import Site

/// Every state of a dossier in a citizen's words, without database and markup.
@Suite struct TrackingWordTests {
    private static let now = Instant(CivilDate(day: 20_270), minute: 600)
    private static let centre = ID<Agency>("agc_centre")
    private static let police = ID<Agency>("agc_police")
    private static let code: DossierCode = {
        guard let code = DossierCode(unitCode: "H28.01", date: now.date, serial: 1) else {
            preconditionFailure("H28.01 is a unit code")
        }
        return code
    }()

    private static func submission(_ delivery: ResultDelivery = .counter, copies: Int = 1) -> Submission {
        Submission(
            code: code,
            procedureCode: "1.010041",
            procedureVersion: "prc_residence",
            field: "Cư trú",
            owners: [ID("per_child")],
            submitter: ID("per_mother"),
            capacity: .parentOrGuardian,
            channel: .counter,
            delivery: delivery,
            receiving: centre,
            competent: police,
            papers: [Paper(name: "Tờ khai", form: .original, count: 1)],
            fee: Fee(amount: Money(dong: 8000), text: "Lệ phí 8.000 đồng; miễn cho hộ nghèo"),
            copies: copies
        )
    }
    private static let text = TextReference(id: "txt_1", hash: "")
    private static let inside = TextReference(id: "txt_inside", hash: "")

    /// The chain that leads to each situation.
    static func events(_ situation: TrackingSituation) -> [DossierEvent] {
        let due = now.adding(days: situation == .late ? -1 : 3)
        let received = DossierEvent.received(
            Reception(
                submission: submission(
                    situation == .resultSent ? .post : .counter,
                    copies: situation == .partly ? 5 : 1
                ),
                submittedAt: now.adding(days: -4),
                receivedAt: now.adding(days: -4),
                limit: .workingDays(3),
                dueAt: due,
                restsOn: [],
                steps: StepPlan.usual,
                atOnce: false,
                bookVolume: 2025,
                bookNumber: 1
            )
        )
        let work: [DossierEvent] = [
            received, .handedOver(HandOver(from: centre, to: police, purpose: .work, note: inside)),
            .handOverTaken(HandOverTaken(officer: Actor("stf_secret"))),
            .reassigned(Reassigned(to: Actor("stf_secret"), ground: "lời nội bộ")),
            .folderMoved(FolderMoved(place: "kệ nội bộ")),
        ]
        let finished =
            work + [
                .stepDone(StepDone(step: 0, opinion: .granted, note: inside)),
                .sentBack(SentBack(toStep: 0, reason: inside)),
                .finished(Finished(outcome: .granted, number: "12/XN", file: nil)),
                .handedOver(HandOver(from: police, to: centre, purpose: .result)),
            ]
        let atCounter = finished + [.handOverTaken(HandOverTaken(officer: Actor("stf_secret")))]
        let closed = Closed(reason: text, ground: "Điều 5")
        return switch situation {
        case .submitted: [.submitted(submission())]
        case .papersFirst: [.papersAskedAtIntake(IntakeRequest(submission: submission(), request: text))]
        case .notAccepted: [.refusedAtIntake(Refusal(submission: submission(), reason: text, ground: "Điều 5"))]
        case .received: [received]
        case .working, .late: work
        case .postponed:
            work + [.extended(Extended(reason: text, dueAt: now.adding(days: 9), approver: Actor("stf_secret")))]
        case .papersWanted: work + [.supplementAsked(SupplementAsked(request: text, until: now.date.adding(days: 30)))]
        case .moneyWanted:
            work + [
                .paymentAsked(
                    PaymentAsked(amount: Money(dong: 90_000), text: "Thuế", until: now.date.adding(days: 30))
                )
            ]
        case .withdrawn: work + [.withdrawn(Closed(reason: inside))]
        case .stopped: work + [.stopped(closed)]
        case .voided: [received, .voided(Closed(reason: inside, ground: "lời nội bộ"))]
        case .resultOnTheWay: finished
        case .resultReady, .resultSent: atCounter
        case .partly: atCounter + [returned(3)]
        case .declined: atCounter + [.declined(Closed(reason: inside))]
        case .returned: atCounter + [returned(1)]
        }
    }
    private static func returned(_ copies: Int) -> DossierEvent {
        .returned(
            Returned(
                collector: inside,
                isSubmitter: true,
                proof: .identityCard,
                how: .counter,
                copies: copies,
                mark: .signature,
                slipLost: false
            )
        )
    }

    static func view(_ situation: TrackingSituation, _ language: Language) throws -> TrackingView {
        let history = events(situation).enumerated().map { index, event in
            DossierEntry(
                version: index + 1,
                event: event,
                actor: Actor("stf_secret"),
                agency: centre,
                at: now.adding(minutes: index - 60)
            )
        }
        let file = TrackingFile(
            dossier: Dossier.folded(ID("dsr_1"), history),
            history: history,
            procedure: Samples.residence,
            agencies: [centre: "Trung tâm tỉnh", police: "Công an phường Quỳnh Lâm"],
            owners: ["Bùi G. B."],
            texts: ["txt_1": "Thư gửi công dân", "txt_inside": "lời nội bộ"],
            calendar: .standard
        )
        return TrackingView(file, try TextLibrary().withLunar { LunarDate($0).written }[language], at: now)
    }

    /// Everything the page would say, markup aside.
    private func said(_ view: TrackingView) -> String {
        let path = view.path.map { "- \($0.state.rawValue): \($0.title) | \($0.when) \($0.body.text)" }
        let parts: [String?] = [
            view.label, view.large, view.note, view.apology, view.outcome, view.next, view.letter, view.ground,
            view.todo, view.fee?.state, view.fee?.text,
            view.papers.map { "\($0.name): \($0.form)" }.joined(separator: "; "),
        ]
        return (parts.compactMap { $0 } + path).joined(separator: "\n")
    }

    @Test(arguments: Language.allCases)
    func everySituationHasItsWords(_ language: Language) throws {
        var table: [String] = []
        for situation in TrackingSituation.allCases {
            let view = try Self.view(situation, language)
            #expect(view.situation == situation)
            let words = said(view)
            for hidden in ["⟦", "{", "stf_", "agc_", "nội bộ", "kệ"] {
                #expect(!words.contains(hidden), "\(situation) says \(hidden): \(words)")
            }
            #expect(!view.next.isEmpty && !view.large.isEmpty)
            #expect(!view.situation.asksCitizen || view.todo != nil)
            table.append("== \(situation.rawValue)\n" + words)
        }
        try expectSnapshot(table.joined(separator: "\n\n"), named: "words.\(language.rawValue)")
    }

    @Test func everyStatusIsASituation() throws {
        let reached = try Set(TrackingSituation.allCases.compactMap { try Self.view($0, .vi).dossier.status })
        #expect(reached == Set(Status.allCases))
    }

    @Test func aPathWithoutAResultEndsWithWhatComes() throws {
        let states = try Self.view(.working, .vi).path.map(\.state)
        #expect(states.suffix(2) == [.now, .coming] && states.dropLast(2).allSatisfy { $0 == .past })
        #expect(try Self.view(.late, .vi).path.contains { $0.state == .late })
        #expect(try Self.view(.returned, .vi).path.allSatisfy { $0.state == .past })
    }

    @Test func nobodyIsAskedToPayForWhatIsOver() throws {
        for situation in [TrackingSituation.notAccepted, .withdrawn, .voided, .stopped] {
            #expect(try Self.view(situation, .vi).fee == nil, "\(situation)")
        }
        #expect(try Self.view(.resultReady, .vi).todo?.hasSuffix("Khi đến, xin mang theo 8.000 đ.") == true)
    }

    @Test func whatIsKeptIsFetchedWhenItIsOver() throws {
        #expect(
            try Self.view(.withdrawn, .vi).papers[0].form == "Bản chính: 1. Chúng tôi còn giữ, mời ông/bà đến nhận lại"
        )
        #expect(try Self.view(.voided, .vi).papers.isEmpty)
    }

    @Test func whatWasUndoneIsNotTold() throws {
        let events = Self.events(.working) + [.undone(Undone(versions: [2, 3], reason: Self.inside))]
        let history = events.enumerated().map {
            DossierEntry(version: $0 + 1, event: $1, actor: Actor("stf_secret"), agency: nil, at: Self.now)
        }
        let file = TrackingFile(
            dossier: .folded(ID("dsr_1"), history),
            history: history,
            procedure: nil,
            agencies: [:],
            owners: [],
            texts: [:],
            calendar: .standard
        )
        let path = TrackingView(file, try TextLibrary()[.vi], at: Self.now).path.map(\.title)
        #expect(!path.contains { $0.contains("chuyển đến") } && path.count == 4)
    }

    @Test func aDateThatRestsOnAnExpectedDayWarns() throws {
        let calendar = WorkCalendar.standard
        let received = try #require(Instant(iso: "2027-02-01T09:00:00+07:00"))
        let due = calendar.due(received: received, limit: .workingDays(10))
        try #require(!due.restsOn.isEmpty)
        let reception = Reception(
            submission: Self.submission(),
            submittedAt: received,
            receivedAt: received,
            limit: .workingDays(10),
            dueAt: due.at,
            restsOn: due.restsOn,
            steps: StepPlan.usual,
            atOnce: false,
            bookVolume: 2027,
            bookNumber: 1
        )
        let history = [
            DossierEntry(version: 1, event: .received(reception), actor: Actor("stf_secret"), agency: nil, at: received)
        ]
        let file = TrackingFile(
            dossier: .folded(ID("dsr_1"), history),
            history: history,
            procedure: nil,
            agencies: [:],
            owners: [],
            texts: [:],
            calendar: calendar
        )
        let view = TrackingView(file, try TextLibrary()[.vi], at: received)
        #expect(view.warnings.count == 1 && view.warnings[0].contains("chưa được công bố"))
        #expect(view.derivation.count > 3 && view.derivation.first?.contains("10 ngày làm việc") == true)
    }
}
