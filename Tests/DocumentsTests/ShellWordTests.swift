import Testing

@testable import Documents

@Suite struct ShellWordTests {
    /// To Swift they are one character with what follows them, to the shell they are quotes.
    @Test(arguments: ["\u{301}", "\u{200D}", "\u{FE0F}"])
    func `a quote that carries a mark is quoted like any other`(_ mark: String) {
        let word = shellWord("x'\(mark);id;'\(mark)")
        #expect(Array(word.utf8) == Array("'x'\\''\(mark);id;'\\''\(mark)'".utf8))
    }
}
