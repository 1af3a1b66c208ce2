#include "engine/music/chord_symbol.h"

#include "tests/support/music_text.h"
#include "tests/support/shared.h"

#include <QTest>

using namespace partita;

namespace {

QString transposed(std::string_view figure, int semitones)
{
    const auto moved = transposeChord(figure, semitones);
    return moved ? QString::fromStdString(*moved) : QString::fromUtf8(faultName(moved.error()));
}

/// What a golden field says of a result: the value, or the exception's name.
template <class T>
nlohmann::json asGolden(const Outcome<T>& outcome)
{
    if (outcome)
        return *outcome;
    return std::string(faultName(outcome.error()));
}

} // namespace

class TestChordSymbol : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void figuresAreRead_data();
    void figuresAreRead();
    void otherTextsAreNot();
    void impossibleChangesAreFaults();
    void transpositionSpellsSensibly();
    void soundsHaveNames();
    void agreesWithMagenta();
    void namesAgreeWithMagenta();
};

void TestChordSymbol::figuresAreRead_data()
{
    QTest::addColumn<QString>("figure");
    QTest::addColumn<QString>("pitches");
    QTest::addColumn<int>("bass");
    QTest::addColumn<int>("quality");
    QTest::newRow("major") << "C" << "0 4 7" << 0 << 0;
    QTest::newRow("seventh over third") << "G7/B" << "7 11 2 5" << 11 << 0;
    QTest::newRow("kind with slash") << "C6/9" << "0 4 7 9 2" << 0 << 0;
    QTest::newRow("kind that begins with a slash") << "C/o7/E" << "0 3 6 10" << 4 << 3;
    QTest::newRow("changes") << "Am7(add11)no5" << "9 0 7 2" << 9 << 4;
    QTest::newRow("open parenthesis") << "C(b9" << "0 4 7 1" << 0 << 0;
    QTest::newRow("added seventh is minor") << "Cadd7" << "0 4 7 10" << 0 << 0;
    QTest::newRow("many flats") << "Dbbb" << "11 3 6" << 11 << 0;
    QTest::newRow("power") << "C#5" << "1 8" << 1 << 4;
}

void TestChordSymbol::figuresAreRead()
{
    QFETCH(QString, figure);
    QFETCH(QString, pitches);
    QFETCH(int, bass);
    QFETCH(int, quality);
    const auto symbol = ChordSymbol::parse(figure.toStdString());
    QVERIFY(symbol.has_value());
    QCOMPARE(test::numbersText(*symbol->pitchClasses()), pitches);
    QCOMPARE(symbol->bass().pitchClass(), bass);
    QCOMPARE(static_cast<int>(*symbol->quality()), quality);
    QCOMPARE(QString::fromStdString(symbol->text()), figure);
}

void TestChordSymbol::otherTextsAreNot()
{
    for (const char* text : {"", "N.C.", "H", "c", "C#b", "C/", "C7alt", "Cadd", "C ", "Cadd99999999999999999999", "C/E#b"})
        QVERIFY2(!ChordSymbol::parse(text), text);
}

void TestChordSymbol::impossibleChangesAreFaults()
{
    QCOMPARE(ChordSymbol::parse("Cadd3")->pitchClasses().error(), Fault::kChordSymbol);
    QCOMPARE(ChordSymbol::parse("Cno9")->quality().error(), Fault::kChordSymbol);
    QCOMPARE(transposed("Cno9", 2), "Dno9");
}

void TestChordSymbol::transpositionSpellsSensibly()
{
    QCOMPARE(transposed("C", 1), "Db");
    QCOMPARE(transposed("C", 6), "Gb");
    QCOMPARE(transposed("Am7", 3), "Cm7");
    QCOMPARE(transposed("Bb7/D", 2), "C7/E");
    QCOMPARE(transposed("F#m", -1), "E#m");
    QCOMPARE(transposed("Eb", 5), "Ab");
    QCOMPARE(transposed("N.C.", 5), "N.C.");
    QCOMPARE(transposed("X", 5), "ChordSymbolError");
}

void TestChordSymbol::soundsHaveNames()
{
    QCOMPARE(QString::fromStdString(*nameChord(std::vector{60, 64, 67})), "C");
    QCOMPARE(QString::fromStdString(*nameChord(std::vector{64, 67, 72})), "C/E");
    QCOMPARE(QString::fromStdString(*nameChord(std::vector{60, 63, 67, 70})), "Cm7");
    QCOMPARE(QString::fromStdString(*nameChord({})), "N.C.");
}

void TestChordSymbol::agreesWithMagenta()
{
    SKIP_WITHOUT_SHARED("golden/tensorflow/core/leadsheets");
    const auto golden = test::readJson(test::shared("golden/tensorflow/core/leadsheets/chord_symbols.json"));
    for (const auto& row : golden["symbols"]) {
        const auto figure = row["symbol"].get<std::string>();
        const auto symbol = ChordSymbol::parse(figure);
        const auto ask = [&](auto property) -> nlohmann::json {
            return symbol ? nlohmann::json(property(*symbol)) : nlohmann::json(std::string(faultName(symbol.error())));
        };
        const auto same = [&](const char* field, const nlohmann::json& value) {
            return QTest::qVerify(row[field] == value, field, (figure + ": " + value.dump() + ", not " + row[field].dump()).c_str(), __FILE__, __LINE__);
        };
        if (!same("root", ask([](const ChordSymbol& s) { return s.root().pitchClass(); }))
            || !same("bass", ask([](const ChordSymbol& s) { return s.bass().pitchClass(); }))
            || !same("pitches", ask([](const ChordSymbol& s) { return asGolden(s.pitchClasses()); }))
            || !same("quality", ask([](const ChordSymbol& s) {
                   const auto quality = s.quality();
                   return quality ? nlohmann::json(static_cast<int>(*quality)) : nlohmann::json(std::string(faultName(quality.error())));
               })))
            return;
        for (int k = -6; k <= 12; ++k) {
            // The golden file asked of the plain function, which knows no N.C.
            const auto moved = symbol ? symbol->transposed(k).text() : "!" + std::string(faultName(symbol.error()));
            QCOMPARE(QString::fromStdString(moved), QString::fromStdString(row["transposed"][static_cast<std::size_t>(k + 6)].get<std::string>()));
        }
    }
}

void TestChordSymbol::namesAgreeWithMagenta()
{
    SKIP_WITHOUT_SHARED("golden/tensorflow/core/leadsheets");
    const auto golden = test::readJson(test::shared("golden/tensorflow/core/leadsheets/chord_symbols.json"));
    for (const auto& row : golden["pitches_to_symbol"]) {
        const auto pitches = row[0].get<std::vector<int>>();
        const auto name = nameChord(pitches);
        QCOMPARE(QString::fromStdString(name ? *name : "!" + std::string(faultName(name.error()))), QString::fromStdString(row[1].get<std::string>()));
    }
}

QTEST_GUILESS_MAIN(TestChordSymbol)
#include "tst_chord_symbol.moc"
