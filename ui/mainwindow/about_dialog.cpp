#include "ui/mainwindow/about_dialog.h"

#include "ui/widgets/icon.h"

#include <QCoreApplication>
#include <QMessageBox>

namespace partita::ui {
namespace {

struct AboutTexts {
    Q_DECLARE_TR_FUNCTIONS(partita::ui::About)
};

constexpr int kIconSize = 64;

} // namespace

void showAbout(QWidget* parent, const QString& computer)
{
    auto* box = new QMessageBox(parent);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setWindowTitle(AboutTexts::tr("About Partita"));
    box->setIconPixmap(icon(QStringLiteral("partita")).pixmap(kIconSize));
    box->setText(AboutTexts::tr("Partita %1").arg(QStringLiteral(PARTITA_VERSION)));
    box->setInformativeText(
        AboutTexts::tr("A studio for symbolic music: write, let networks write on, keep what is good.\n\n"
                  "Free software under the GNU General Public License, version 3 or later. It builds on Qt %1, QCustomPlot, "
                  "FluidSynth, RtMidi and LibTorch, and plays with the SoundFont TimGM6mb; each has its own licence.")
            .arg(QString::fromLatin1(qVersion())) +
        QStringLiteral("\n\n") + computer);
    box->addButton(QMessageBox::Close);
    box->open();
}

} // namespace partita::ui
