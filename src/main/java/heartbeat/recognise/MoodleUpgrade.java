package heartbeat.recognise;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/**
 * Whether what stands between {@code !!!} says that the site is being upgraded and will be back
 * later: Moodle prints it in the site's language (string {@code upgraderunning} of its language
 * packs).
 */
final class MoodleUpgrade {
  private static final byte[] ENGLISH = Ascii.bytes("Site is being upgraded");
  private static final int LONGEST = 500;

  /** Of "is being upgraded", one for each way that a language says it. */
  private static final List<String> UPGRADE =
      List.of(
          "aktualis",
          "aktualiz",
          "uaktualn",
          "actuali",
          "atualiz",
          "aggiorn",
          "mise à jour",
          "mis à jour",
          "mise à niveau",
          "upgrade",
          "geüpgraded",
          "bijgewerkt",
          "opgewaardeerd",
          "opgrader",
          "opdater",
          "oppgrader",
          "oppdater",
          "uppgrader",
          "uppdater",
          "uppfær",
          "päivit",
          "uuenda",
          "atnaujin",
          "naujin",
          "atjaunin",
          "jaunin",
          "frissít",
          "nadogra",
          "nadgra",
          "posodab",
          "posodob",
          "ažurir",
          "inovuje",
          "güncelle",
          "yükselt",
          "egunera",
          "bertsio-berri",
          "anovando",
          "diperbarui",
          "ditingkatkan",
          "naik taraf",
          "nâng cấp",
          "cập nhật",
          "αναβ",
          "ενημερών",
          "обнов",
          "онов",
          "абнаўл",
          "надогра",
          "надгра",
          "ажурир",
          "актуализ",
          "ترقية",
          "ارتقا",
          "تحديث",
          "روزرسانی",
          "שדרוג",
          "משודרג",
          "अपग्रेड",
          "अद्यतन",
          "อัพเกรด",
          "อัปเกรด",
          "ปรับปรุง",
          "アップグレード",
          "更新",
          "升级",
          "升級",
          "업그레이드",
          "업데이트",
          "갱신");

  /** Of "later" or "again". */
  private static final List<String> LATER =
      List.of(
          "später",
          "nochmal",
          "erneut",
          "plus tard",
          "ultérieur",
          "más tarde",
          "mas tarde",
          "máis tarde",
          "més tard",
          "mais tarde",
          "después",
          "despois",
          "luego",
          "nuevo",
          "novamente",
          "più tardi",
          "tardi",
          "riprova",
          "later",
          "opnieuw",
          "senere",
          "igen",
          "igjen",
          "senare",
          "seinna",
          "aftur",
          "myöhemmin",
          "hiljem",
          "vėliau",
          "vēlāk",
          "később",
          "później",
          "ponownie",
          "později",
          "neskôr",
          "kasnije",
          "kasneje",
          "pozneje",
          "târziu",
          "tarziu",
          "sonra",
          "tekrar",
          "gero",
          "berandu",
          "nanti",
          "lagi",
          "kemudian",
          "sau",
          "αργότερα",
          "позже",
          "позднее",
          "пізніше",
          "пазней",
          "късно",
          "касније",
          "подоцна",
          "لاحق",
          "بعد",
          "מאוחר",
          "बाद",
          "ภายหลัง",
          "อีกครั้ง",
          "後で",
          "あとで",
          "しばらく",
          "稍后",
          "稍後",
          "稍候",
          "以后",
          "再试",
          "나중",
          "다시");

  private MoodleUpgrade() {}

  /** Reads what follows the {@code !!!} at the beginning of a line. */
  static boolean isRunning(byte[] b, int from, int to) {
    int text = from;
    while (text < to && Ascii.isSpace(b[text])) {
      text++;
    }
    if (Ascii.startsWith(b, text, to, ENGLISH)) {
      return true;
    }
    int end = Ascii.trimmed(b, text, to);
    if (end - text > LONGEST || end <= text || b[end - 1] != '!' || b[text] == '<') {
      return false;
    }
    String said = new String(b, text, end - text, StandardCharsets.UTF_8).toLowerCase(Locale.ROOT);
    return holdsOne(said, UPGRADE) && holdsOne(said, LATER);
  }

  private static boolean holdsOne(String text, List<String> words) {
    for (String word : words) {
      if (text.contains(word)) {
        return true;
      }
    }
    return false;
  }
}
