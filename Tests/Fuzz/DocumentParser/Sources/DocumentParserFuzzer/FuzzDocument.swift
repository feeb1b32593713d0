import Documents

/// libFuzzer's entry: everything a stranger's document passes through must end in a value or in a `DocumentError`.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzDocument(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    let text = String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
    for format in DocumentFormat.allCases {
        guard let content = try? DocumentContent(parsing: text, format: format) else { continue }
        _ = content.lintWarnings
        _ = content.platformTypes
        for other in DocumentFormat.allCases {
            // What we write we must read, and find the same steps in it.
            let rendered = content.rendered(as: other)
            guard rendered.utf8.count <= DocumentContent.maximumSizeBytes else { continue }
            do {
                let back = try DocumentContent(parsing: rendered, format: other)
                precondition(back.steps == content.steps || text.contains("\u{FEFF}"), "steps changed in \(other)")
            } catch {
                preconditionFailure("rendered as \(other), refused: \(error.message)")
            }
        }
        let given = Dictionary(content.parameters.map { ($0.name, ["1"]) }, uniquingKeysWith: { first, _ in first })
        for values in [[:], given] {
            guard let bound = try? content.bind(values) else { continue }
            for platform in PlatformType.allCases { _ = try? content.plan(with: bound, on: platform) }
        }
    }
    return 0
}
