public import Kernel

/// What the finder knows of one procedure.
public struct FinderEntry: Hashable, Sendable {
    public var id: ID<ProcedureVersion>
    public var code: String
    public var name: String
    public var nameEnglish: String
    public var field: String
    /// Names of results and papers: they weigh least.
    public var more: [String]

    public init(
        id: ID<ProcedureVersion>,
        code: String,
        name: String,
        nameEnglish: String = "",
        field: String = "",
        more: [String] = []
    ) {
        self.id = id
        self.code = code
        self.name = name
        self.nameEnglish = nameEnglish
        self.field = field
        self.more = more
    }
    public init(_ version: ProcedureVersion) {
        self.init(
            id: version.id,
            code: version.code,
            name: version.name,
            nameEnglish: version.nameEnglish ?? "",
            field: version.field,
            more: version.results
        )
    }
}

/// A procedure found, the best first.
public struct FinderHit: Hashable, Sendable {
    public var entry: FinderEntry
    public var score: Double
}

/// The words people use, kept as data (`Demo/synonyms.json`; a province adds its own).
public struct Synonyms: Hashable, Sendable, Codable {
    /// Words that say nothing about what is wanted: `tôi`, `muốn`, `ở đâu`.
    public var ignore: [String]
    public var everyday: [Everyday]
    /// How often a procedure is asked for, by code, 1–10; the others count 0.
    public var common: [String: Int]

    /// `say` any of these, `mean` these words of the announced names.
    public struct Everyday: Hashable, Sendable, Codable {
        public var say: [String]
        public var mean: [String]
        public init(say: [String], mean: [String]) {
            self.say = say
            self.mean = mean
        }
    }
    public init(ignore: [String] = [], everyday: [Everyday] = [], common: [String: Int] = [:]) {
        self.ignore = ignore
        self.everyday = everyday
        self.common = common
    }
    public static let none = Synonyms()
}

/// An index in memory over the names of procedures: words with or without accents, typos of one letter, everyday
/// words. Built from versions and synonyms, the same on both engines; made again when the catalogue's revision changes.
public struct Finder: Sendable {
    /// Where a word stands and how much that weighs.
    private struct Posting: Sendable {
        var entry: Int32
        var weight: Float
    }

    private let entries: [FinderEntry]
    private let places: [String: Int]
    private let vocabulary: [[UInt8]]
    /// Words by length, for typos.
    private let byLength: [[Int]]
    private let postings: [[Posting]]
    private let rarity: [Float]
    /// The names as folded words, framed by spaces, for phrases; the second in the written form.
    private let names: [String]
    private let accented: [String]
    private let commonness: [Float]
    private let byCode: [String: Int]
    private let ignored: Set<String>
    private let everyday: [(say: String, mean: [String])]

    /// - Complexity: about 20 µs an entry.
    public init(_ entries: [FinderEntry], synonyms: Synonyms = .none) {
        self.entries = entries
        var places: [String: Int] = [:]
        var vocabulary: [String] = []
        var weights: [[Int: Float]] = []
        var names: [String] = []
        var accented: [String] = []
        func add(_ text: String, _ entry: Int, _ weight: Float) {
            for word in VietnameseText.words(text) {
                let place: Int
                if let known = places[word] {
                    place = known
                } else {
                    place = vocabulary.count
                    places[word] = place
                    vocabulary.append(word)
                    weights.append([:])
                }
                weights[place][entry] = max(weights[place][entry] ?? 0, weight)
            }
        }
        for (index, entry) in entries.enumerated() {
            add(entry.name, index, 1)
            add(entry.nameEnglish, index, 0.9)
            add(entry.field, index, 0.3)
            for text in entry.more { add(text, index, 0.25) }
            names.append(FinderText.framed(FinderText.withoutPreamble(VietnameseText.words(entry.name))))
            accented.append(FinderText.framed(FinderText.accentedWords(entry.name)))
        }
        let count = Float(max(entries.count, 1))
        self.places = places
        self.vocabulary = vocabulary.map { Array($0.utf8) }
        self.names = names
        self.accented = accented
        postings = weights.map { $0.map { Posting(entry: Int32($0.key), weight: $0.value) } }
        rarity = weights.map { FinderText.log2(1 + count / Float($0.count)) }
        byLength = FinderText.byLength(vocabulary)
        commonness = entries.map { Float(min(max(synonyms.common[$0.code] ?? 0, 0), 10)) / 10 }
        byCode = Dictionary(entries.enumerated().map { ($1.code, $0) }, uniquingKeysWith: { first, _ in first })
        ignored = Set(synonyms.ignore.map { VietnameseText.words($0).joined(separator: " ") })
        everyday = synonyms.everyday.flatMap { group in
            group.say.map { (FinderText.framed(VietnameseText.words($0)), group.mean) }
        }
    }

    public var count: Int { entries.count }

    /// The best `limit` procedures for what somebody typed; empty where nothing fits.
    public func find(_ query: String, limit: Int = 10) -> [FinderHit] {
        let query = String(query.prefix(CatalogueLimits.queryLength))
        if let place = byCode[PortalText.trimmed(query)] { return [FinderHit(entry: entries[place], score: 100)] }
        let readings = readings(of: query)
        guard !readings.isEmpty else { return [] }
        var best = [Float](repeating: 0, count: entries.count)
        var scratch = Scratch(entries.count)
        var coverage: Float = 0
        for reading in readings {
            coverage = max(coverage, score(reading, isTolerant: false, &scratch, into: &best))
        }
        // Words that exist may still be typed wrongly (`khao sinh`): looked at only when nothing holds all of them.
        if coverage < 0.99, let first = readings.first {
            _ = score(first, isTolerant: true, &scratch, into: &best)
        }
        let found = best.indices.filter { best[$0] > 0 }
        let ranked = found.sorted { (best[$0], entries[$1].code) > (best[$1], entries[$0].code) }
        return ranked.prefix(limit).map { FinderHit(entry: entries[$0], score: Double(best[$0])) }
    }

    // MARK: Readings

    /// One way to understand a query: its words, and how far to trust it.
    private struct Reading {
        var words: [String]
        var accented: String
        var trust: Float
    }

    private func readings(of query: String) -> [Reading] {
        let all = VietnameseText.words(query)
        let written = FinderText.accentedWords(query)
        var kept = FinderText.without(ignored, all)
        if kept.isEmpty { kept = all.indices.map { $0 } }
        guard !kept.isEmpty else { return [] }
        let words = kept.map { all[$0] }
        var readings = [
            Reading(
                words: words,
                accented: FinderText.hasAccents(query) && written.count == all.count
                    ? FinderText.framed(kept.map { written[$0] }) : "",
                trust: 1
            )
        ]
        if let corrected = corrected(words) { readings.append(Reading(words: corrected, accented: "", trust: 0.95)) }
        let framed = FinderText.framed(all)
        for (say, mean) in everyday where PortalText.contains(framed, say) {
            // A longer everyday phrase says more surely what is meant.
            let length = Float(say.utf8.count) / Float(max(framed.utf8.count, 1))
            for text in mean {
                readings.append(Reading(words: VietnameseText.words(text), accented: "", trust: 0.85 + 0.5 * length))
            }
        }
        return readings
    }

    // MARK: Scoring

    /// Sums by entry, used again for each reading.
    private struct Scratch {
        var sums: [Float]
        var own: [Float]
        var touched: [Int] = []
        init(_ count: Int) {
            sums = [Float](repeating: 0, count: count)
            own = sums
        }
    }

    /// Adds what the reading finds to `best`; returns how much of it the best entry holds, 0–1.
    private func score(
        _ reading: Reading,
        isTolerant: Bool,
        _ scratch: inout Scratch,
        into best: inout [Float]
    ) -> Float {
        for entry in scratch.sums.indices { scratch.sums[entry] = 0 }
        var whole: Float = 0
        for word in reading.words {
            let matches = matches(word, isTolerant: isTolerant)
            whole += matches.map { rarity[$0.place] * $0.trust }.max() ?? FinderText.log2(Float(entries.count + 1))
            scratch.touched.removeAll(keepingCapacity: true)
            for match in matches {
                let value = match.trust * rarity[match.place]
                for posting in postings[match.place] {
                    let entry = Int(posting.entry)
                    if scratch.own[entry] == 0 { scratch.touched.append(entry) }
                    scratch.own[entry] = max(scratch.own[entry], posting.weight * value)
                }
            }
            for entry in scratch.touched {
                scratch.sums[entry] += scratch.own[entry]
                scratch.own[entry] = 0
            }
        }
        return whole > 0 ? rank(reading, scratch.sums, whole: whole, into: &best) : 0
    }

    private func rank(_ reading: Reading, _ sums: [Float], whole: Float, into best: inout [Float]) -> Float {
        var most: Float = 0
        let phrase = FinderText.framed(reading.words)
        let pairs = zip(reading.words, reading.words.dropFirst()).map { " \($0) \($1) " }
        for entry in sums.indices where sums[entry] > 0 {
            let coverage = sums[entry] / whole
            // Below a third of what was asked it is another matter.
            guard coverage > 0.34 else { continue }
            most = max(most, coverage)
            let name = names[entry]
            var value = coverage * coverage * 10
            let found = pairs.isEmpty ? 0 : pairs.count { FinderText.contains(name, $0) }
            if !pairs.isEmpty { value += 4 * Float(found) / Float(pairs.count) }
            if reading.words.count > 1 || pairs.isEmpty, FinderText.contains(name, phrase) { value += 3 }
            if !reading.accented.isEmpty, FinderText.contains(accented[entry], reading.accented) { value += 2 }
            // Of two names that hold the words, the one that says little else is meant; official names go on for
            // lines after the words that matter, so that one which begins with the question is as good.
            let length = Float(reading.words.count) / Float(max(name.utf8.count { $0 == 32 } - 1, 1))
            let begins = FinderText.begins(name, with: phrase)
            value += 4 * max(min(length, 1), begins ? 0.8 : 0) * coverage
            value += 3 * commonness[entry] * coverage
            best[entry] = max(best[entry], value * reading.trust)
        }
        return most
    }

    /// The words of the index that `word` may stand for: itself, or those one letter away.
    private func matches(_ word: String, isTolerant: Bool) -> [(place: Int, trust: Float)] {
        var found: [(place: Int, trust: Float)] = []
        if let place = places[word] { found.append((place, 1)) }
        guard found.isEmpty || isTolerant else { return found }
        let trust: Float = found.isEmpty ? 0.7 : 0.3
        return found + neighbours(word).map { ($0, trust) }
    }

    /// Places of the words one letter away; none for numbers and words of one or two letters.
    private func neighbours(_ word: String) -> [Int] {
        let bytes = Array(word.utf8)
        guard bytes.count >= 3, bytes.contains(where: { $0 > 57 }) else { return [] }
        return ((bytes.count - 1)...(bytes.count + 1)).filter { $0 < byLength.count }.flatMap { length in
            byLength[length].filter { FinderText.isOneLetterAway(bytes, vocabulary[$0]) }
        }
    }

    /// The words with each unknown one replaced by the neighbour that stands beside the others most often; nil where
    /// every word is known or none can be mended.
    private func corrected(_ words: [String]) -> [String]? {
        var mended = words
        for index in words.indices where places[words[index]] == nil {
            var most = 0
            for place in neighbours(words[index]) {
                let candidate = String(decoding: vocabulary[place], as: UTF8.self)
                let before = index > 0 ? " \(mended[index - 1]) \(candidate) " : ""
                let after = index + 1 < words.count ? " \(candidate) \(words[index + 1]) " : ""
                let count =
                    1
                    + postings[place].count { posting in
                        let name = names[Int(posting.entry)]
                        return FinderText.contains(name, before) || FinderText.contains(name, after)
                    }
                if count > most { (most, mended[index]) = (count, candidate) }
            }
        }
        return mended == words ? nil : mended
    }
}
