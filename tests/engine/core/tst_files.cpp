#include "engine/core/file_io.h"
#include "engine/core/digest.h"

#include <QTemporaryDir>
#include <QtTest/QtTest>

#include <sys/resource.h>

#include <csignal>
#include <filesystem>

using namespace partita;

class tst_Files : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    std::filesystem::path at(const char* name) const { return std::filesystem::path(m_folder.path().toStdString()) / name; }

    static std::string text(const std::filesystem::path& path)
    {
        const auto bytes = readFile(path, 1 << 20);
        return bytes ? std::string(bytes->begin(), bytes->end()) : "unreadable";
    }

private Q_SLOTS:
    void digestsOfKnownTexts()
    {
        // FIPS 180-2, appendix B
        QCOMPARE(sha256(std::string_view("abc")), std::string("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"));
        QCOMPARE(sha256(std::string_view()), std::string("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"));
        QCOMPARE(sha1("abc"), std::string("a9993e364706816aba3e25717850c26c9cd0d89d"));
        QVERIFY(writeFileAtomically(at("abc"), "abc"));
        QCOMPARE(sha256OfFile(at("abc")).value(), sha256(std::string_view("abc")));
    }

    void writingReplacesAndKeepsOneBackup()
    {
        QVERIFY(writeFileAtomically(at("song"), "one", true));
        QVERIFY(!std::filesystem::exists(at("song.bak")));
        QVERIFY(writeFileAtomically(at("song"), "two", true));
        QVERIFY(writeFileAtomically(at("song"), "three", true));
        QCOMPARE(text(at("song")), std::string("three"));
        QCOMPARE(text(at("song.bak")), std::string("two"));
    }

    void aFullDiskLeavesTheOldFile()
    {
        QVERIFY(writeFileAtomically(at("kept"), "old"));
        std::signal(SIGXFSZ, SIG_IGN);
        rlimit before{};
        getrlimit(RLIMIT_FSIZE, &before);
        const rlimit small{.rlim_cur = 1000, .rlim_max = before.rlim_max};
        setrlimit(RLIMIT_FSIZE, &small);
        const auto result = writeFileAtomically(at("kept"), std::string(5000, 'x'));
        setrlimit(RLIMIT_FSIZE, &before);
        QVERIFY(!result);
        QCOMPARE(result.error().code, ErrorCode::kUnwritable);
        QCOMPARE(text(at("kept")), std::string("old"));
        for (const auto& entry : std::filesystem::directory_iterator(at("")))
            QVERIFY2(entry.path().extension().string().size() < 7, "a temporary file was left behind");
    }

    void refusalsNameTheFileAndTheReason()
    {
        const auto missing = readFile(at("missing.mid"), 100);
        QVERIFY(!missing);
        QCOMPARE(missing.error().code, ErrorCode::kNotFound);
        QVERIFY(missing.error().message.find("missing.mid") != std::string::npos);

        const auto folder = readFile(at(""), 100);
        QVERIFY(!folder);
        QVERIFY(folder.error().message.find("is a folder") != std::string::npos);

        QVERIFY(writeFileAtomically(at("big"), std::string(101, 'x')));
        const auto big = readFile(at("big"), 100);
        QVERIFY(!big);
        QCOMPARE(big.error().code, ErrorCode::kTooLarge);

        QVERIFY(!writeFileAtomically(at("no/such/folder"), "x"));
        QVERIFY(!readFile("/dev/zero", 100));
    }
};

QTEST_GUILESS_MAIN(tst_Files)
#include "tst_files.moc"
