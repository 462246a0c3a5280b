import Kernel
import Register
import Storage
import Testing

@Suite struct EntryTests {
    private func entry(
        position: Int64 = 7,
        subject: String = "dsr_1",
        version: Int = 2,
        name: String = "received",
        format: Int = 1,
        payload: String = "{}",
        actor: String = "stf_1",
        agency: String? = "agc_1",
        at: Int64 = 1000,
        previous: [UInt8] = Entry.origin
    ) -> Entry {
        Entry(
            position: position,
            subject: subject,
            version: version,
            event: RecordedEvent(name: name, format: format, payload: payload),
            actor: Actor(actor),
            agency: agency,
            at: Instant(milliseconds: at),
            previous: previous
        )
    }

    /// The format of the hash is for ever: a change here would make every book that exists look forged.
    @Test func theHashOfAnEntryNeverChanges() {
        #expect(Hex.encode(entry().hash) == "c57f4b46e1de09db656d62016ddae88adae8631d3c171efe297187e89ac16d36")
    }

    @Test func everyPartIsCoveredByTheHash() {
        let others = [
            entry(position: 8), entry(subject: "dsr_2"), entry(version: 3), entry(name: "refused"), entry(format: 2),
            entry(payload: "{ }"), entry(actor: "stf_2"), entry(agency: nil), entry(agency: ""), entry(at: 1001),
            entry(previous: [1] + Entry.origin.dropFirst()), entry(),
        ]
        #expect(Set(others.map(\.hash)).count == others.count)
        #expect(Set(others.map(\.hash)).contains(entry().hash))
    }

    @Test func textThatMovesFromOnePartToTheNextChangesTheHash() {
        #expect(entry(subject: "dsr_12", name: "received").hash != entry(subject: "dsr_1", name: "2received").hash)
    }
}

@Suite struct BackOffTests {
    @Test(arguments: zip([0, 1, 2, 3, 4, 8, 9, 10, 1000], [0, 10, 20, 40, 80, 1280, 2560, 3600, 3600]))
    func restsDoubleUpToAnHour(failures: Int, seconds: Int) {
        #expect(BackOff.seconds(after: failures) == seconds)
    }

    @Test func restsNeverGetShorter() {
        for failures in 0..<100 {
            #expect(BackOff.seconds(after: failures) <= BackOff.seconds(after: failures + 1))
        }
    }
}

@Suite struct ErrorNameTests {
    private struct Odd: Error, CustomStringConvertible { let description: String }
    private enum Plain: Error { case late }

    @Test func namesHoldNoFacts() {
        let error = StorageError.unreadable(column: "phone", value: .text("0912345678"))
        #expect(ErrorName.of(error) == "StorageError.unreadable")
        #expect(ErrorName.of(Plain.late) == "Plain.late")
        #expect(ErrorName.of(Odd(description: "Bùi Thị Hoa was not found")) == "Odd")
        #expect(ErrorName.of(Odd(description: "Hoa is not there")) == "Odd")
    }
}

@Suite struct SealedHeadTests {
    @Test func whatIsSignedIsThreeNumbersAndTheRoot() {
        let message = SealedHead.message(number: 1, position: 258, root: [9, 9], at: Instant(milliseconds: 3))
        #expect(
            message == Array("motcua-head-1\n".utf8) + [0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 1, 2]
                + [0, 0, 0, 0, 0, 0, 0, 3, 9, 9]
        )
    }
}
