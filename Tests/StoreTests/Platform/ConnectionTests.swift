import Server
import Testing

@Suite struct ConnectionTests {
    private static var limits: ConnectionLimits {
        var limits = ConnectionLimits()
        limits.total = 10
        limits.perAddress = 4
        limits.crowdedFrom = 7
        limits.perAddressWhenCrowded = 1
        return limits
    }

    @Test func oneAddressMayHaveSoManyAndWhoLeavesMakesRoom() {
        let census = ConnectionCensus(Self.limits)
        let four = (0..<4).map { _ in census.enter("192.0.2.1") }
        #expect(four == [true, true, true, true])
        #expect(!census.enter("192.0.2.1"))
        #expect(census.enter("192.0.2.2"))
        census.leave("192.0.2.1")
        #expect(census.enter("192.0.2.1"))
        #expect(census.total == 5)
    }

    /// When it is crowded, those who have some get no more, and those who have none still come in.
    @Test func roomIsKeptForOthers() {
        let census = ConnectionCensus(Self.limits)
        for address in ["a", "b"] { for _ in 0..<4 where census.total < 7 { #expect(census.enter(address)) } }
        #expect(census.total == 7)
        #expect(!census.enter("b"))
        #expect(census.enter("c") && census.enter("d") && census.enter("e"))
        #expect(!census.enter("f"), "ten are ten")
        census.leave("a")
        #expect(census.enter("f"))
    }

    @Test func aNetworkOfIPv6CountsAsOneAddress() {
        let census = ConnectionCensus(Self.limits)
        let entered = (1...5).map { census.enter("2001:db8:1:2::\($0)") }
        #expect(entered == [true, true, true, true, false])
    }

    @Test func throughTheTrustedProxyEverybodyComes() {
        let census = ConnectionCensus(Self.limits, exempt: "10.0.0.1")
        let entered = (0..<11).map { _ in census.enter("10.0.0.1") }
        #expect(entered == Array(repeating: true, count: 10) + [false])
    }
}
