public import Kernel
internal import Synchronization

/// A world that tests govern: a clock that stands still, chance from a seed.
public final class TestWorld: Sendable {
    private let clock: Mutex<Instant>
    private let chance: Mutex<SeededGenerator>
    private let serial = Mutex<Int>(0)

    public init(seed: UInt64 = 1, at start: String = "2026-03-02T08:00:00+07:00") {
        clock = Mutex(Instant(iso: start) ?? Instant(milliseconds: 0))
        chance = Mutex(SeededGenerator(seed))
    }

    public var now: Instant {
        get { clock.withLock { $0 } }
        set { clock.withLock { $0 = newValue } }
    }
    public func advance(minutes: Int) { clock.withLock { $0 = $0.adding(minutes: minutes) } }

    public var world: World {
        World(
            now: { self.now },
            newID: { prefix in
                let number = self.serial.withLock { serial -> Int in
                    serial += 1
                    return serial
                }
                return "\(prefix.rawValue)_\(Digits.padded(number, 6))"
            },
            secret: { count in
                self.chance.withLock { generator in
                    (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
                }
            }
        )
    }
}
