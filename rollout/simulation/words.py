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
}
