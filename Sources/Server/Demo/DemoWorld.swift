internal import Kernel
internal import Synchronization

/// The world of a demo while it is built: the clock is set by hand, chance comes from a seed.
final class DemoWorld: Sendable {
    private let clock: Mutex<Instant>
    private let chance: Mutex<SeededGenerator>

    init(seed: UInt64, at start: Instant) {
        clock = Mutex(start)
        chance = Mutex(SeededGenerator(seed))
    }

    var now: Instant {
        get { clock.withLock { $0 } }
        set { clock.withLock { $0 = newValue } }
    }

    /// The same seed gives the same ids and salts as long as everything happens in the same order.
    var world: World {
        let secret: @Sendable (Int) -> [UInt8] = { count in
            self.chance.withLock { generator in
                (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
            }
        }
        return World(
            now: { self.now },
            newID: { "\($0.rawValue)_\(Base32.timeOrdered(self.now, chance: secret(10)))" },
            secret: secret
        )
    }
}

/// One of `choices` by their weights; nil for an empty list.
func drawn<T>(_ choices: [(T, Int)], _ dice: inout SeededGenerator) -> T? {
    let sum = choices.reduce(0) { $0 + $1.1 }
    guard sum > 0 else { return nil }
    var roll = Int.random(in: 0..<sum, using: &dice)
    for (choice, weight) in choices {
        roll -= weight
        if roll < 0 { return choice }
    }
    return choices.last?.0
}
