internal import Glibc
public import Kernel

/// The computer's clock, and the same shifted: a demo lives in its own time.
public enum SystemClock {
    public static func now() -> Instant {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Instant(milliseconds: Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000)
    }

    /// A world whose clock is `shift` milliseconds ahead of the computer's; behind it where that is negative.
    public static func world(shift: Int64 = 0) -> World { World { now().adding(milliseconds: shift) } }
}
