public import Kernel

/// Why somebody pays less (Law 97/2015, art. 10; resolutions of the provincial councils).
public struct FeeExemption: Hashable, Sendable, Codable {
    /// Hundredths that are left out, 1–100.
    public var percent: Int
    /// Whom it is for, `hộ nghèo`.
    public var ground: String
    public init(percent: Int, ground: String) {
        self.percent = min(max(percent, 1), 100)
        self.ground = ground
    }
    public static func full(_ ground: String) -> FeeExemption { FeeExemption(percent: 100, ground: ground) }
}

/// What is to be paid. Pure: terms, what is brought, and an exemption.
public enum FeeRule {
    /// The greatest sum that is taken for one fee.
    public static let greatest = Money(dong: 10_000_000_000)

    /// The sum for one paper of `pages` pages in `copies` copies; nil where a fee is not stated.
    public static func compute(
        _ terms: ChannelTerms,
        copies: Int = 1,
        pages: Int = 1,
        exemption: FeeExemption? = nil
    ) -> Money? {
        compute(terms, papers: [pages], copies: copies, exemption: exemption)
    }

    /// The sum for several papers, each of so many pages, in `copies` copies each; nil where a fee is not stated.
    ///
    /// A fee without formula is paid once, whatever is brought.
    public static func compute(
        _ terms: ChannelTerms,
        papers pages: [Int],
        copies: Int,
        exemption: FeeExemption? = nil
    ) -> Money? {
        guard !terms.fees.isEmpty else { return nil }
        var sum = Money.zero
        for fee in terms.fees {
            guard let amount = amount(fee, papers: pages, copies: copies) else { return nil }
            sum = sum + amount
        }
        guard let exemption else { return sum }
        // What is left is rounded down to whole đồng: never more than the law asks.
        return Money(dong: sum.dong * Int64(100 - exemption.percent) / 100)
    }

    private static func amount(_ fee: AnnouncedFee, papers pages: [Int], copies: Int) -> Money? {
        guard fee.amount != nil else { return nil }
        guard let formula = fee.formula else { return fee.amount }
        return pages.reduce(Money.zero) { $0 + compute(formula, pages: $1, copies: copies) }
    }

    /// `formula` for one paper. Counts are cut to `CatalogueLimits`; nothing costs less than nothing.
    public static func compute(_ formula: FeeFormula, pages: Int, copies: Int) -> Money {
        let copies = min(max(copies, 0), CatalogueLimits.copies)
        let pages = min(max(pages, 0), CatalogueLimits.pages)
        switch formula {
        case .perCopy(let amount): return amount * copies
        case .perPage(let first, let upTo, let next, let cap):
            return min(cap, first * min(pages, upTo) + next * max(0, pages - upTo)) * copies
        }
    }
}

/// A fee that the province's council sets, between two dates; it stands in place of the announced one.
public struct FeeResolution: Hashable, Sendable, Codable {
    public var id: String
    public var code: String
    /// Nil: every channel.
    public var channel: ProcedureChannel?
    public var fee: AnnouncedFee
    /// Số nghị quyết.
    public var number: String
    public var resolvedOn: CivilDate
    public var validFrom: CivilDate
    public var validTo: CivilDate?

    public init(
        id: String,
        code: String,
        channel: ProcedureChannel?,
        fee: AnnouncedFee,
        number: String,
        resolvedOn: CivilDate,
        validFrom: CivilDate,
        validTo: CivilDate? = nil
    ) {
        self.id = id
        self.code = code
        self.channel = channel
        self.fee = fee
        self.number = number
        self.resolvedOn = resolvedOn
        self.validFrom = validFrom
        self.validTo = validTo
    }

    public func isInForce(on date: CivilDate) -> Bool { validFrom <= date && validTo.map { date <= $0 } ?? true }
}

extension ProcedureVersion {
    /// The version with the fees that resolutions set on `date`; one for a channel stands before one for all.
    public func with(_ resolutions: [FeeResolution], on date: CivilDate) -> ProcedureVersion {
        let mine = resolutions.filter { $0.code == code && $0.isInForce(on: date) }
        guard !mine.isEmpty else { return self }
        var version = self
        for index in version.channels.indices {
            let own = mine.filter { $0.channel == version.channels[index].channel }
            let fees = own.isEmpty ? mine.filter { $0.channel == nil } : own
            if !fees.isEmpty { version.channels[index].fees = fees.map(\.fee) }
        }
        let covered = Set(mine.map(\.channel))
        version.flags.removeAll { flag in
            let isFee = flag.kind == .feeNotStated || flag.kind == .feeUnclear
            return isFee && (covered.contains(flag.channel) || covered.contains(nil))
        }
        return version
    }
}
