"""The sentences people write in a simulated rollout, in the offices' Indonesian."""

OBSTACLES = {
    "no_land": [
        "Belum ada tanah milik desa atau pemerintah yang dapat dipakai.",
        "Tanah kas desa habis dipakai; warga belum bersedia menghibahkan.",
    ],
    "too_small": [
        "Luas lahan kurang dari syarat; bangunan 20 × 30 m tidak muat.",
        "Lahan terlalu sempit dan tidak dapat diperluas ke samping.",
    ],
    "not_strategic": [
        "Lokasi jauh dari jalan poros dan kurang strategis.",
        "Letaknya di ujung desa, sulit dijangkau warga.",
    ],
    "swamp_or_coast": [
        "Lahan rawa dalam, perlu penimbunan besar.",
        "Lahan tergenang saat pasang; belum siap bangun.",
    ],
    "population_or_distance": [
        "Penduduk kurang dari 500 jiwa dan jauh dari permukiman lain.",
    ],
    "title_in_process": [
        "Sertipikat masih dalam proses di kantor pertanahan.",
        "Surat keterangan tanah belum ditandatangani.",
    ],
    "title_problem": [
        "Alas hak tumpang tindih dengan bidang lain.",
        "Nama pemilik pada surat berbeda dengan berita acara.",
    ],
}

LEGAL = {
    "clear": [
        "Sertipikat atas nama pemerintah desa; tidak ada sengketa.",
        "Tercatat dalam KIB A, sesuai rencana tata ruang.",
    ],
    "conditional": [
        "Boleh dipakai setelah penetapan status penggunaan terbit.",
        "Boleh dipakai dengan syarat berita acara hibah dilengkapi.",
    ],
    "blocked": [
        "Sebagian bidang masuk kawasan hutan; perlu pelepasan lebih dahulu.",
        "Bidang masuk LP2B; perlu lahan pengganti.",
    ],
}

WAIVERS = {
    "plot_at_least": ("adapted_design", "Kabupaten memakai desain yang disesuaikan mulai 600 m²."),
    "building_fits": ("adapted_design", "Bangunan dibuat memanjang sesuai bentuk lahan."),
    "areas_agree": ("data_inaccurate", "Luas pada surat lama ditaksir; pengukuran ulang menyusul."),
    "plot_in_village": ("data_inaccurate", "Batas desa pada peta belum sesuai kesepakatan di lapangan."),
    "land_secured": ("instruction", "Perintah percepatan; berkas lahan menyusul setelah musyawarah desa."),
    "equipment_installed": (
        "local_condition",
        "Ruang pendingin menyusul; gerai dibuka dengan barang kering lebih dahulu.",
    ),
    "recipient_may_receive": ("legal_basis", "Peraturan daerah menyebut koperasi desa sebagai penerima."),
    "power_enough": ("local_condition", "Daya malam hari dibantu genset koperasi."),
}

SITE_OBSTACLES = {
    "rain": "Hujan deras beberapa hari; lokasi tergenang.",
    "access": "Jalan masuk licin, truk material tidak dapat lewat.",
    "material": "Material belum datang dari kabupaten.",
    "workers": "Tukang pulang menjelang hari besar.",
    "funds": "Termin berikutnya belum cair.",
    "land_preparation": "Pematangan lahan belum selesai.",
    "equipment": "Molen rusak, menunggu perbaikan.",
}

MATERIALS = [
    "Semen 80 sak, pasir 6 m³",
    "Bata ringan, besi 10 mm",
    "Rangka baja ringan, spandek",
    "Keramik, cat, kusen aluminium",
    "Pipa, kabel, sakelar",
]

DEFECTS = [
    ("Plesteran dinding retak rambut.", "Dinding barat", "minor"),
    ("Talang bocor pada sambungan.", "Sisi belakang", "major"),
    ("Pintu gudang tidak menutup rapat.", "Pintu samping", "minor"),
    ("Stopkontak tanpa pembumian.", "Ruang kasir", "unsafe"),
    ("Lantai kurang miring ke saluran.", "Teras depan", "minor"),
]

DECLINED = {
    "refusal": "Desa sudah berlangganan penyedia lain dan belum memerlukan.",
    "no_power": "Listrik hanya malam hari dari genset warga.",
    "no_trained_person": "Belum ada petugas yang dapat mengoperasikan.",
    "road": "Jalan putus; perangkat belum dapat dibawa.",
}

FAULTS = {
    "power": "Listrik padam sejak malam.",
    "cable": "Kabel router digigit tikus.",
    "kit": "Antena tidak menyala setelah petir.",
    "subscription": "Paket belum diperpanjang.",
    "weather": "Hujan lebat, sinyal hilang.",
}

# Why a decision is taken back, by the coded reason.
TAKEN_BACK = {
    "letter": "Nomor surat salah ketik; surat diterbitkan ulang dengan nomor baru.",
    "mistyped": "Pindaian yang dilampirkan bukan keputusan yang ditandatangani.",
    "wrong_case": "Konfirmasi tertukar dengan koperasi desa tetangga; diperiksa ulang.",
}
