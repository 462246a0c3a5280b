import Agencies
import Dossiers
import Kernel
import LegalClock
import Testing

/// One command for each act, good enough to get past its own guards where the state allows it.
private func sample(_ act: DossierAct) -> DossierCommand {
    let text = Fixture.text()
    return switch act {
    case .submit: .submit(Fixture.submission())
    case .receive: .receive(Fixture.received(), rules: IntakeRules())
    case .receiveAtOnce:
        .receiveAtOnce(
            AtOnce(
                reception: Fixture.received(atOnce: true),
                rules: IntakeRules(mayBeAtOnce: true),
                number: "1",
                signature: Fixture.signature,
                returned: Fixture.returned()
            )
        )
    case .askAtIntake: .askAtIntake(IntakeRequest(submission: Fixture.submission(), request: text))
    case .refuseAtIntake: .refuseAtIntake(Refusal(submission: Fixture.submission(), reason: text, ground: "Điều 5"))
    case .forward: .forward(to: Fixture.police, note: nil, bag: nil)
    case .take: .take
    case .completeStep: .completeStep(opinion: .granted, note: nil, signature: nil, seen: true)
    case .sendBack: .sendBack(reason: text)
    case .reassign: .reassign(to: Fixture.specialist.actor, ground: "Nghỉ phép", until: nil)
    case .proposeSupplement:
        .proposeSupplement(SupplementProposed(request: text, until: Fixture.date("2025-08-01")), max: 1)
    case .askSupplement: .askSupplement(SupplementAsked(request: text, until: Fixture.date("2025-08-01")), max: 1)
    case .confirmSupplement: .confirmSupplement(papers: [], due: Fixture.due)
    case .askPayment: .askPayment(PaymentAsked(amount: Money(dong: 1), text: "", until: Fixture.date("2025-08-01")))
    case .confirmPayment: .confirmPayment(amount: Money(dong: 1), receipt: "1", due: Fixture.due)
    case .collectFee: .collectFee(amount: Money(dong: 1), receipt: "1")
    case .extend: .extend(reason: text, due: Fixture.instant("2025-07-10T08:30"))
    case .overrideDue: .overrideDue(Fixture.due, ground: "Điều 7")
    case .withdraw: .withdraw(Closed(reason: text))
    case .stop: .stop(Closed(reason: text, ground: "Điều 9"))
    case .resume: .resume(ground: "Điều 9", due: Fixture.due)
    case .finish: .finish(number: "1", file: nil, needsFile: false)
    case .reopen: .reopen(fault: text)
    case .returnResult: .returnResult(Fixture.returned())
    case .decline: .decline(Closed(reason: text))
    case .reroute: .reroute(to: ID("agc_other"), reason: text)
    case .void: .void(Closed(reason: text, ground: "Nhập nhầm"))
    case .correct:
        .correct(
            Corrected(
                owners: [ID("per_child")],
                submitter: ID("per_mother"),
                capacity: .oneself,
                papers: [],
                delivery: .counter,
                reason: text
            ),
            rules: IntakeRules()
        )
    case .moveFolder: .moveFolder(place: "Kệ 3")
    case .giveBackOriginals: .giveBackOriginals(papers: [], mark: .signature)
    case .printSlip: .printSlip(.receipt, replacesBecause: nil)
    case .undo: .undo(versions: [], reason: text)
    case .openCorrection: .openCorrection(CorrectionOpened(dossier: ID("dsr_2"), fault: text))
    }
}

@Suite struct StateMachineTests {
    /// Acts that lead on from status 5 on one side of the reception only.
    private static let guarded: Set<DossierAct> = [.confirmSupplement, .refuseAtIntake, .stop]

    /// The table against the rules: every act from every state, by everybody.
    @Test(arguments: Status.allCases, DossierAct.allCases)
    func whatStandsNotInTheTableIsRefused(status: Status, act: DossierAct) throws {
        let story = try Story.at(status)
        #expect(story.dossier.status == status)
        let line = try #require(Transitions.line(for: act))
        for performer in Fixture.everybody {
            do {
                let events = try story.dossier.decide(sample(act), by: performer, at: Fixture.now)
                #expect(line.from.contains(status))
                #expect(line.roles.isEmpty || !performer.roles.isDisjoint(with: line.roles))
                var after = story.dossier
                for event in events {
                    after.apply(event, by: performer.actor, agency: performer.agency, at: Fixture.now)
                }
                if let to = line.to, act != .returnResult { #expect(after.status == to) }
            } catch {
                switch error {
                case .notFromHere(let refused, let from, let instead):
                    #expect(refused == act && from == status)
                    #expect(!line.from.contains(status) || Self.guarded.contains(act))
                    #expect(!instead.contains(act))
                case .notYourRole(_, let needs, _): #expect(performer.roles.isDisjoint(with: needs))
                default: #expect(line.from.contains(status))  // a guard of the act itself
                }
            }
        }
    }

    @Test(arguments: Status.allCases.filter(\.isFinal), DossierAct.allCases)
    func finalStatesNeverMove(status: Status, act: DossierAct) throws {
        let story = try Story.at(status)
        for performer in Fixture.everybody {
            guard let events = try? story.dossier.decide(sample(act), by: performer, at: Fixture.now) else { continue }
            var after = story.dossier
            for event in events { after.apply(event, by: performer.actor, agency: performer.agency, at: Fixture.now) }
            #expect(after.status == status)
        }
    }

    @Test func everyStateIsReached() throws {
        for status in Status.allCases { #expect(try Story.at(status).dossier.status == status) }
    }

    @Test func everyActStandsOnceInTheTable() {
        #expect(
            Transitions.table.map(\.act).sorted { $0.rawValue < $1.rawValue }
                == DossierAct.allCases.sorted { $0.rawValue < $1.rawValue }
        )
    }

    /// A random walk: whatever is done in whatever order, the invariants hold and the fold gives the same value.
    @Test(arguments: 0..<60)
    func aRandomWalkKeepsTheInvariants(seed: UInt64) throws {
        var dice = SeededGenerator(seed)
        var story = Story()
        var now = Fixture.now
        var statuses: [Status?] = []
        for _ in 0..<80 {
            let act = DossierAct.allCases.randomElement(using: &dice) ?? .take
            let performer = Fixture.everybody.randomElement(using: &dice) ?? Fixture.reception
            now = now.adding(minutes: Int.random(in: 0...90, using: &dice))
            var command = sample(act)
            if act == .completeStep, story.dossier.currentStep?.role == .leader {
                command = .completeStep(opinion: .granted, note: nil, signature: Fixture.signature, seen: true)
            }
            if act == .undo {
                command = .undo(
                    versions: Dossier.undoable(story.history, by: performer, at: now),
                    reason: Fixture.text()
                )
            }
            let before = story.dossier
            do { try story.run(command, performer, at: now) } catch { #expect(story.dossier == before, "seed \(seed)") }
            let dossier = story.dossier
            statuses.append(dossier.status)
            #expect(dossier.version == story.history.count, "seed \(seed)")
            if let received = dossier.receivedAt, let due = dossier.dueAt { #expect(due >= received, "seed \(seed)") }
            for pause in dossier.pauses { if let end = pause.to { #expect(end >= pause.from) } }
            #expect(
                dossier.pauses.dropLast().allSatisfy { $0.to != nil },
                "only the last pause may be open, seed \(seed)"
            )
            if dossier.status?.isPaused == true, dossier.receivedAt != nil {
                #expect(dossier.pauses.last?.to == nil, "seed \(seed)")
            }
            #expect(dossier.supplements <= 1)
            if dossier.proposed != nil {
                #expect(dossier.status == .inProcess && dossier.waitsForRole == .leader, "seed \(seed)")
            }
            if dossier.pendingHandOver != nil {
                #expect(Transitions.allows(.take, from: dossier.status), "seed \(seed)")
            }
            if dossier.status == .returned { #expect(dossier.outcome != nil && dossier.amountDue == nil) }
            #expect(dossier.copiesReturned <= dossier.filing?.copies ?? 0)
            if let index = statuses.firstIndex(where: { $0?.isFinal == true }) {
                #expect(Set(statuses[index...]).count == 1, "a final state moved, seed \(seed)")
            }
        }
    }
}
