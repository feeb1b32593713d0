extension String {
    /// At most `limit` Unicode scalars, control characters replaced: safe to repeat in a message, whoever wrote it.
    ///
    /// Counted in scalars, because one `Character` may hold a megabyte of combining marks.
    func shortened(to limit: Int) -> String {
        var result = UnicodeScalarView()
        for (index, scalar) in unicodeScalars.enumerated() {
            guard index < limit else { return String(result) + "…" }
            result.append(scalar.properties.generalCategory == .control ? "\u{FFFD}" : scalar)
        }
        return String(result)
    }
}
