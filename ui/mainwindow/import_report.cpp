#include "ui/mainwindow/import_report.h"

#include "ui/bridge/conversions.h"
#include "ui/widgets/form.h"
#include "ui/widgets/theme.h"

#include <QCoreApplication>
#include <QDialog>
#include <QDialogButtonBox>
#include <QFileInfo>
#include <QListWidget>
#include <QVBoxLayout>

namespace partita::ui {
namespace {

struct ReportTexts {
    Q_DECLARE_TR_FUNCTIONS(partita::ui::ImportReport)
};

} // namespace

QString headline(const QString& file, midi::Verdict verdict)
{
    const QString name = QFileInfo(file).fileName();
    switch (verdict) {
    case midi::Verdict::kComplete:
        return ReportTexts::tr("“%1” is sound: everything in it was read.").arg(name);
    case midi::Verdict::kRepaired:
        return ReportTexts::tr("“%1” was mended while reading; all its music is here.").arg(name);
    case midi::Verdict::kPartial:
        return ReportTexts::tr("Part of “%1” could not be read; what could be is here.").arg(name);
    case midi::Verdict::kRefused:
        break;
    }
    return ReportTexts::tr("“%1” could not be opened; nothing was changed.").arg(name);
}

void showImportReport(const QString& file, const project::ImportReport& report, QWidget* parent)
{
    auto* dialog = new QDialog(parent);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(ReportTexts::tr("Import Report"));

    auto* reasons = new QListWidget;
    reasons->setObjectName(QStringLiteral("reasons"));
    reasons->setWordWrap(true);
    reasons->setSelectionMode(QAbstractItemView::NoSelection);
    reasons->setAccessibleName(ReportTexts::tr("What was found"));
    for (const std::string& reason : report.reasons)
        reasons->addItem(toQString(reason));

    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close);
    QObject::connect(buttons, &QDialogButtonBox::rejected, dialog, &QDialog::close);

    auto* title = heading(headline(file, report.verdict));
    title->setWordWrap(true);
    auto* column = new QVBoxLayout(dialog);
    column->setSpacing(theme::measure::kGap);
    column->addWidget(title);
    column->addWidget(dimText(file));
    column->addWidget(reasons, 1);
    column->addWidget(buttons);
    dialog->resize(520, 320);
    dialog->open();
}

} // namespace partita::ui
