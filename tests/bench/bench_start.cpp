// needs: ui
// How long the studio takes from the start of its process to the first painted window, five times, on the demo tune.
// Needs a display, or QT_QPA_PLATFORM=offscreen. Prints figures; asserts nothing.
#include "ui/mainwindow/main_window.h"
#include "ui/mainwindow/studio.h"

#include <QApplication>
#include <QProcess>
#include <QTemporaryDir>
#include <QTimer>
#include <QWidget>

#include <fmt/core.h>

#include <algorithm>
#include <cstdio>
#include <ctime>
#include <fstream>
#include <sstream>
#include <string>
#include <unistd.h>
#include <vector>

namespace {

/// Seconds since this process began, as the kernel counts them (in hundredths).
double processAge()
{
    std::ifstream file("/proc/self/stat");
    std::string text((std::istreambuf_iterator<char>(file)), {});
    std::istringstream fields(text.substr(text.rfind(')') + 2));
    std::string field;
    for (int i = 3; i <= 22; ++i) // the 22nd is the start, in clock ticks after boot
        fields >> field;
    timespec now{};
    clock_gettime(CLOCK_BOOTTIME, &now);
    return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec) - std::stod(field) / static_cast<double>(sysconf(_SC_CLK_TCK));
}

/// Ends the program when the main window has been painted for the first time, and says when that was.
class FirstPaint : public QObject {
public:
    bool eventFilter(QObject* object, QEvent* event) override
    {
        const auto* widget = qobject_cast<QWidget*>(object);
        if (!m_seen && event->type() == QEvent::Paint && widget && qobject_cast<const partita::ui::MainWindow*>(widget)) {
            m_seen = true;
            QTimer::singleShot(0, this, [] {
                fmt::print("{:.3f}\n", processAge());
                std::fflush(stdout);
                std::_Exit(0); // no question about unsaved work
            });
        }
        return false;
    }

private:
    bool m_seen = false;
};

int once(int argc, char** argv)
{
    QApplication application(argc, argv);
    FirstPaint filter;
    application.installEventFilter(&filter);
    return partita::ui::runStudio(application);
}

} // namespace

int main(int argc, char** argv)
{
    if (argc > 1)
        return once(argc, argv);

    QTemporaryDir home;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    for (const char* folder : {"PARTITA_STATE", "PARTITA_DATA", "XDG_CONFIG_HOME"})
        environment.insert(QString::fromLatin1(folder), home.path());
    std::vector<double> seconds;
    for (int run = 0; run < 5; ++run) {
        QProcess studio;
        studio.setProcessEnvironment(environment);
        studio.start(QString::fromLocal8Bit(argv[0]), {QStringLiteral("--demo")});
        if (!studio.waitForFinished(60'000)) {
            std::fputs("The studio showed no window within a minute.\n", stderr);
            return 1;
        }
        seconds.push_back(studio.readAllStandardOutput().trimmed().toDouble());
    }
    std::ranges::sort(seconds);
    fmt::print("start to first window: median {:.2f} s, fastest {:.2f} s, slowest {:.2f} s\n", seconds[2], seconds.front(), seconds.back());
}
