// needs: ui
#include "engine/core/paths.h"
#include "engine/models/event_rnn_config.h"
#include "engine/models/vae_config.h"
#include "ui/generate/config_text.h"

#include <QFile>
#include <QRegularExpression>
#include <QTest>
#include <QXmlStreamReader>

#include <vector>

/// The Korean catalogue against the English texts it stands for.
class TestCatalogues : public QObject {
    Q_OBJECT

    struct Message {
        QString source;
        QString translation;
        bool unfinished = false;
    };

    static std::vector<Message> messages()
    {
        QFile file(QString::fromStdString((partita::paths::resources() / "translations" / "partita_ko.ts").string()));
        if (!file.open(QIODevice::ReadOnly))
            return {};
        std::vector<Message> messages;
        for (QXmlStreamReader xml(&file); !xml.atEnd();) {
            if (xml.readNext() != QXmlStreamReader::StartElement)
                continue;
            if (xml.name() == u"message")
                messages.emplace_back();
            else if (xml.name() == u"source")
                messages.back().source = xml.readElementText();
            else if (xml.name() == u"translation") {
                messages.back().unfinished = xml.attributes().value("type") == u"unfinished";
                messages.back().translation = xml.readElementText(QXmlStreamReader::IncludeChildElements).trimmed();
            }
        }
        return messages;
    }

    static QStringList placeholders(const QString& text)
    {
        QStringList found;
        static const QRegularExpression placeholder(QStringLiteral("%[1-9n]"));
        for (auto match = placeholder.globalMatch(text); match.hasNext();)
            found << match.next().captured();
        found.removeDuplicates();
        found.sort();
        return found;
    }

private Q_SLOTS:
    void initTestCase()
    {
        if (messages().empty())
            QSKIP("needs the catalogues of the source tree");
    }

    void everythingIsTranslated()
    {
        QVERIFY(messages().size() > 500);
        for (const Message& message : messages())
            QVERIFY2(!message.unfinished && !message.translation.isEmpty(), qPrintable(message.source));
    }

    void everyKindOfModelIsDescribedInKorean()
    {
        QSet<QString> sources;
        for (const Message& message : messages())
            sources << message.source;
        const auto check = [&sources](const auto& configs) {
            for (const auto& config : configs)
                QVERIFY2(sources.contains(partita::ui::configText(config.description)), std::string(config.id).c_str());
        };
        check(partita::models::eventRnnConfigs());
        check(partita::models::vaeConfigs());
    }

    void placesForNumbersAndNamesAreKept()
    {
        for (const Message& message : messages())
            QCOMPARE(placeholders(message.translation), placeholders(message.source));
    }
};

QTEST_MAIN(TestCatalogues)
#include "tst_catalogues.moc"
